import { block } from "../../block.ts";
import type { Aspect, Block, HeaderWords, OriginRule } from "../../block.ts";
import type { Place } from "../../finding.ts";
import type { Unseen } from "../../reading.ts";

/** A header that a program sets by its name. */
export interface WrittenHeader {
  /** In lower case. */
  readonly name: string;
  /** What is sent; null if it is no text of the file. */
  readonly text: string | null;
  /** Whether it is the request's origin. */
  readonly isOrigin: boolean;
  /** Whether it is set under a condition. */
  readonly isConditional: boolean;
  readonly at: Place;
}

/** A function that sets headers by hand, or what stands in none. */
export interface WrittenPart {
  readonly headers: readonly WrittenHeader[];
  /** What the origin is compared with. */
  readonly rules: readonly OriginRule[];
  /** Whether it is compared with something that is not in the file. */
  readonly isUntold: boolean;
  /** All of it. */
  readonly raw: string;
}

/** What a part does; null if it sets no header that says who may read. */
export function writtenBlock(part: WrittenPart, unseen: Unseen[], write: { readonly vary: string }): Block | null {
  const { headers, raw } = part;
  const origin = headers.filter(({ name }) => name === "access-control-allow-origin");
  const [first] = origin;
  if (first === undefined) return null;
  const textOf = (wanted: string): string | null => {
    const header = headers.find(({ name }) => name === wanted);
    if (header === undefined) return "";
    if (header.text === null)
      unseen.push({ ...header.at, why: `The value of ${wanted} is not told by this file alone.` });
    return header.text;
  };
  const words = (name: string): HeaderWords => {
    const isAsked = /request.headers/i.test(raw) && headers.some((one) => one.name === name && one.text === null);
    if (isAsked) return "repeated";
    const listed = (textOf(name) ?? "").split(",").map((word) => word.trim());
    return listed.includes("*") ? "*" : listed.filter((word) => word !== "");
  };
  const exposed = words("access-control-expose-headers");
  const age = textOf("access-control-max-age") ?? "";
  return block({
    at: first.at,
    scope: { kind: "all" },
    origins: origin.flatMap((header) => rulesOf(header, part, unseen)),
    credentials: textOf("access-control-allow-credentials")?.toLowerCase() === "true",
    methods: words("access-control-allow-methods"),
    requestHeaders: words("access-control-allow-headers"),
    exposedHeaders: exposed === "repeated" ? [] : exposed,
    maxAge: /^\d+$/.test(age) ? Number(age) : null,
    vary: varyOf(headers, first.at, write.vary),
    preflight: {
      answered: answeredOf(raw, first.at),
      granted: { is: "unknown" },
      afterAuthentication: { is: "unknown" },
    },
  });
}

function rulesOf(
  { text, isOrigin, at }: WrittenHeader,
  { rules, isUntold }: WrittenPart,
  unseen: Unseen[],
): readonly OriginRule[] {
  if (text === "*") return [{ kind: "any", at }];
  if (text !== null) return [{ kind: "exact", origin: text, constant: true, at }];
  if (isUntold || (!isOrigin && rules.length === 0))
    unseen.push({ ...at, why: "Which origins may read is not told by this file alone." });
  if (rules.length > 0) return rules;
  return isOrigin && !isUntold ? [{ kind: "repeated", at }] : [];
}

function varyOf(headers: readonly WrittenHeader[], at: Place, write: string): Block["vary"] {
  const varying = headers.filter(({ name, text }) => name === "vary" && (text === null || /\borigin\b|\*/i.test(text)));
  if (varying.length === 0) return { is: "never", at, write };
  return { is: varying.every(({ isConditional }) => isConditional) ? "sometimes" : "always", at, write };
}

/**
 * What compares the method with OPTIONS answers preflights, as long as the same condition asks for more: what is asked
 * further in does not keep others from the answer.
 */
function answeredOf(raw: string, at: Place): Aspect<"preflights" | "every-options"> {
  const inLines = raw.replaceAll(/\n[ \t]*(?=&&|\|\||and\b)/g, " ").replaceAll(/(&&|\|\||\band)[ \t\r]*\n/g, "$1 ");
  const conditions = [...inLines.matchAll(/["']OPTIONS["']/gi)].map(({ index }) => {
    const start = Math.max(...["\n", ";", "{", "}"].map((end) => inLines.lastIndexOf(end, index)));
    return /^[^\n;{}]*/.exec(inLines.slice(start + 1))![0];
  });
  if (conditions.length === 0) return { is: "unknown" };
  const asksForMore = conditions.some((condition) => /access.control.request.method/i.test(condition));
  return asksForMore ? { is: "preflights" } : { is: "every-options", at };
}
