import type { SourceText, Token } from "../source/source-text.ts";

/**
 * The tokens of a predicate that decide: without what refuses an origin that is none, `if (string.IsNullOrEmpty(origin))
 * return false;`, and `catch { return false; }`. Null if it decides anything else before it returns.
 *
 * @param from the first token; `to`, the one behind its last
 */
export function predicateBody({ tokens }: SourceText, from: number, to: number): readonly number[] | null {
  const body: number[] = [];
  for (let at = from; at < to;) {
    const { kind, text } = tokens[at]!;
    const guard = kind === "name" && (text === "if" || text === "catch") ? behindGuard(tokens, at) : null;
    if (guard === null) body.push(at);
    at = guard ?? at + 1;
  }
  const decides = body.some((at) => {
    const { kind, text } = tokens[at]!;
    return (
      (kind === "name" && /^(?:if|catch|for|foreach|while|switch)$/.test(text)) ||
      (kind === "sign" && /^(?:&&|!|\?)$/.test(text))
    );
  });
  return decides ? null : body;
}

/** Behind `if (…) return false;` or `catch { return false; }`; null if that is not what stands there. */
function behindGuard(tokens: readonly Token[], at: number): number | null {
  const isCatch = tokens[at]!.text === "catch";
  let behind = at + 1;
  if (isSign(tokens[behind], "(")) {
    const open = behind;
    behind = behindBracket(tokens, open);
    const calls = tokens
      .slice(open, behind)
      .filter(({ kind }, index, all) => kind === "name" && isSign(all[index + 1], "("));
    const isHarmless =
      calls.length === 1 && /(?:^|\.)(?:IsNullOrEmpty|IsNullOrWhiteSpace|TryCreate)$/.test(calls[0]!.text);
    if (!isCatch && !isHarmless) return null;
  }
  const isBlock = isSign(tokens[behind], "{");
  if (isBlock) behind += 1;
  if (tokens[behind]?.text !== "return" || tokens[behind + 1]?.text !== "false") return null;
  behind += isSign(tokens[behind + 2], ";") ? 3 : 2;
  return isBlock ? behind + 1 : behind;
}

/** Behind the bracket that closes the one at an index. */
export function behindBracket(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at]!;
    if (kind === "sign" && /^[([{]$/.test(text)) depth += 1;
    if (kind === "sign" && /^[)\]}]$/.test(text) && (depth -= 1) === 0) return at + 1;
  }
  return tokens.length;
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text;
}
