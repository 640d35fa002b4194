/** `~^https://app\.example\.com$~i`, without what stands around it; null if it is none. */
export function withoutDelimiters(text: string): { readonly source: string; readonly ignoresCase: boolean } | null {
  const [, open = "", rest = ""] = /^\s*([^\w\s\\])(.*)$/s.exec(text) ?? [];
  const close = pairs.get(open) ?? open;
  const end = rest.lastIndexOf(close);
  if (open === "" || end === -1) return null;
  const source = rest.slice(0, end).replaceAll(`\\${close}`, close === "/" ? "/" : `\\${close}`);
  return { source, ignoresCase: rest.slice(end + 1).includes("i") };
}

const pairs: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["<", ">"],
]);
