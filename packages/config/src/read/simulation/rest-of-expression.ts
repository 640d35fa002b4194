import { RegExpParser } from "@eslint-community/regexpp";
import type { AST } from "@eslint-community/regexpp";
import type { OriginExpression, OriginRule } from "../block.ts";

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
  return tail.includes(mark) ? null : restOfExpression(rule, head, tail);
}

/** Steps of the expression that the text around takes are left out. */
function restOfExpression(rule: OriginExpression, head: string, tail: string): OriginExpression | null {
  const steps = stepsOf(rule.source);
  if (steps === null) return null;
  const [first] = steps;
  const last = steps.at(-1);
  const hasStart = first !== undefined && isAssertion(first, "start");
  const hasEnd = last !== undefined && isAssertion(last, "end");
  if (!hasStart && head !== "") return null;
  const inner = steps.slice(hasStart ? 1 : 0, hasEnd ? -1 : undefined);
  const from = shortestThatTakes(head, inner, (all, count) => all.slice(0, count));
  const behind = hasEnd
    ? shortestThatTakes(tail, inner.slice(from ?? 0), (all, count) => all.slice(all.length - count))
    : 0;
  if (from === null || behind === null) return null;
  const rest = textOf(inner.slice(from, inner.length - behind));
  return { ...rule, source: `${hasStart ? "^" : ""}${rest}${hasEnd ? "$" : ""}`, print: undefined };
}

/** How many steps it takes to match a text, from one end; null if none do. */
function shortestThatTakes(
  text: string,
  steps: readonly AST.Element[],
  part: (steps: readonly AST.Element[], count: number) => readonly AST.Element[],
): number | null {
  for (let count = 0; count <= steps.length; count += 1)
    if (new RegExp(`^(?:${textOf(part(steps, count))})$`).test(text)) return count;
  return null;
}

function stepsOf(source: string): readonly AST.Element[] | null {
  try {
    const { alternatives } = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, {
      unicode: false,
    });
    return alternatives.length === 1 ? alternatives[0]!.elements : null;
  } catch {
    return null;
  }
}

function isAssertion(step: AST.Element, kind: "start" | "end"): boolean {
  return step.type === "Assertion" && step.kind === kind;
}

function textOf(steps: readonly AST.Element[]): string {
  return steps.map(({ raw }) => raw).join("");
}
