import type { SourceText, Token } from "../source/source-text.ts";

/**
 * A program in which the values of lists stand as they do in other languages: `new String[] {"a"}` and
 * `new List<string> { "a" }` are `{"a"}`, and `new Regex("a")` is `Regex("a")`.
 */
export function withoutConstructors(source: SourceText): SourceText {
  const { tokens } = source;
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!;
    if (token.kind !== "name" || token.text !== "new") {
      kept.push(token);
      at += 1;
      continue;
    }
    const type = tokens[at + 1]?.kind === "name" ? at + 1 : at;
    let behind = type + 1;
    if (isSign(tokens[behind], "<")) behind = behindClosed(tokens, behind, "<", ">");
    if (isSign(tokens[behind], "[")) behind = behindClosed(tokens, behind, "[", "]");
    const hasNothing = isSign(tokens[behind], "(") && isSign(tokens[behind + 1], ")");
    const list = hasNothing ? behind + 2 : behind;
    const isList = isSign(tokens[list], "{");
    if (!isList) kept.push(tokens[type]!);
    at = isList ? list : behind;
  }
  return { ...source, tokens: kept };
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text;
}

function behindClosed(tokens: readonly Token[], from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    if (isSign(tokens[at], open)) depth += 1;
    if (isSign(tokens[at], close) && (depth -= 1) === 0) return at + 1;
    if (isSign(tokens[at], ";")) break;
  }
  return from + 1;
}
