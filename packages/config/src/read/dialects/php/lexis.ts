import type { Lexis } from "../source/source-text.ts";

const heredoc = /<<<[ \t]*(["']?)(\w+)\1\r?\n/y;

/** @see https://www.php.net/manual/en/language.types.string.php */
export const phpLexis: Lexis = {
  // What is outside of <?php is for the page.
  space:
    /(?:^[\s\S]*?<\?(?:php|=)?|\s|\/\/[^\n]*|#(?!\[)[^\n]*|\/\*[\s\S]*?\*\/|\?>[\s\S]*?(?:<\?(?:php|=)?|$)|<\?(?:php|=)?)*/y,
  name: /[$\\]?[A-Za-z_]\w*(?:(?:\??->|::|\\)\$?[A-Za-z_]\w*)*/y,
  readText: (source, at) => {
    heredoc.lastIndex = at;
    const [opened, single, label] = heredoc.exec(source) ?? [];
    if (opened !== undefined && label !== undefined)
      return readHeredoc(source, at + opened.length, label, single === "'");
    const quote = source[at];
    if (quote !== "'" && quote !== '"') return null;
    let text = "";
    let isOpen = false;
    for (let index = at + 1; index < source.length; index += 1) {
      const character = source[index]!;
      if (character === quote) return { text, isOpen, end: index + 1 };
      const next = source[index + 1] ?? "";
      if (character === "\\") {
        text += next === quote || next === "\\" || (quote === '"' && next === "$") ? next : `\\${next}`;
        index += 1;
        continue;
      }
      if (quote === '"' && character === "$" && /[A-Za-z_{]/.test(next)) isOpen = true;
      text += character;
    }
    return { text, isOpen, end: -1 };
  },
};

function readHeredoc(source: string, from: number, label: string, isPlain: boolean): ReturnType<Lexis["readText"]> {
  const end = new RegExp(String.raw`^[ \t]*${label}\b`, "m");
  const match = end.exec(source.slice(from));
  if (match === null) return { text: "", isOpen: false, end: -1 };
  const text = source.slice(from, from + match.index);
  return { text, isOpen: !isPlain && text.includes("$"), end: from + match.index + match[0].length };
}
