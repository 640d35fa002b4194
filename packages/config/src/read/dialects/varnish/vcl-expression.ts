import type { Place } from "../../finding.ts";
import type { VclTokens } from "./vcl-tokens.ts";

export type Expression = { readonly at: Place } & (
  | { readonly kind: "text" | "variable"; readonly text: string }
  | { readonly kind: "function"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "join" | "and" | "or" | "not"; readonly operands: readonly Expression[] }
  | {
      readonly kind: "comparison";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
);

export function parseExpression(tokens: VclTokens): Expression {
  return parseSequence(tokens, "or", "||", () => parseSequence(tokens, "and", "&&", () => parseNegation(tokens)));
}

function parseSequence(tokens: VclTokens, kind: "and" | "or", sign: string, operand: () => Expression): Expression {
  const start = tokens.next;
  const operands = [operand()];
  while (tokens.isNext(sign)) {
    tokens.take();
    operands.push(operand());
  }
  return operands.length === 1 ? operands[0]! : { kind, operands, at: tokens.placeFrom(start) };
}

function parseNegation(tokens: VclTokens): Expression {
  const start = tokens.next;
  if (!tokens.isNext("!")) return parseComparison(tokens);
  tokens.take();
  return { kind: "not", operands: [parseNegation(tokens)], at: tokens.placeFrom(start) };
}

function parseComparison(tokens: VclTokens): Expression {
  const start = tokens.next;
  const left = parseJoin(tokens);
  if (!tokens.isNext("==", "!=", "~", "!~", "<", ">", "<=", ">=")) return left;
  const operator = tokens.take().text;
  const right = parseJoin(tokens);
  return { kind: "comparison", operator, left, right, at: tokens.placeFrom(start) };
}

/** Texts are joined by a plus, or by nothing. */
function parseJoin(tokens: VclTokens): Expression {
  const start = tokens.next;
  const operands = [parsePrimary(tokens)];
  for (;;) {
    if (tokens.isNext("+", "-", "*", "/")) tokens.take();
    else if (tokens.next.kind === "sign" || tokens.next.kind === "end") break;
    operands.push(parsePrimary(tokens));
  }
  return operands.length === 1 ? operands[0]! : { kind: "join", operands, at: tokens.placeFrom(start) };
}

export function parsePrimary(tokens: VclTokens): Expression {
  const start = tokens.next;
  if (tokens.isNext("(")) {
    tokens.take();
    const inner = parseExpression(tokens);
    tokens.expect(")");
    return inner;
  }
  if (start.kind === "sign" || start.kind === "end") tokens.fail("a value is missing here");
  const { kind, text } = tokens.take();
  if (kind === "text") return { kind: "text", text, at: tokens.placeFrom(start) };
  if (tokens.isNext("(")) {
    const given = parseArguments(tokens);
    return { kind: "function", name: text, arguments: given, at: tokens.placeFrom(start) };
  }
  return { kind: /^\d/.test(text) ? "text" : "variable", text, at: tokens.placeFrom(start) };
}

export function parseArguments(tokens: VclTokens): readonly Expression[] {
  const given: Expression[] = [];
  tokens.expect("(");
  while (!tokens.isNext(")")) {
    if (given.length > 0) tokens.expect(",");
    given.push(parseExpression(tokens));
  }
  tokens.expect(")");
  return given;
}
