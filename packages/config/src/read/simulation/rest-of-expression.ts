import type { OriginRule } from "../block.ts";

/**
 * What is left of a rule for the mark alone, where a value has other text around it: of `^1 https://a\.test$` for
 * `1 MARK`, `^https://a\.test$`. Null if the rule asks for another text there.
 */
export function restOfRule(value: string, mark: string, rule: OriginRule): OriginRule | null {
  const at = value.indexOf(mark);
  if (at === -1) return null;
  const head = value.slice(0, at);
  const tail = value.slice(at + mark.length);
  if (rule.kind === "exact") {
    const isAround = rule.origin.startsWith(head) && rule.origin.endsWith(tail);
    return isAround ? { ...rule, origin: rule.origin.slice(head.length, rule.origin.length - tail.length) } : null;
  }
  if (rule.kind !== "expression" || (head === "" && tail === "")) return rule;
  if (!rule.source.startsWith("^")) return null;
  const afterHead = withoutLiteral(rule.source.slice(1), head);
  if (afterHead === null || tail.includes(mark)) return null;
  if (tail === "") return { ...rule, source: `^${afterHead}`, print: undefined };
  const escaped = `${tail.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)}$`;
  for (const end of [`${tail}$`, escaped])
    if (afterHead.endsWith(end)) return { ...rule, source: `^${afterHead.slice(0, -end.length)}$`, print: undefined };
  return null;
}

/** The rest of an expression that begins with a text. */
function withoutLiteral(source: string, text: string): string | null {
  let at = 0;
  for (const character of text) {
    if (source[at] === "\\") at += 1;
    else if (/[.*+?^${}()|[\]]/.test(source[at] ?? "$")) return null;
    if (source[at] !== character) return null;
    at += 1;
  }
  return /^[*+?{]/.test(source.slice(at)) ? null : source.slice(at);
}
