import type { OriginRule } from "../../block.ts";
import type { Run } from "./run.ts";
import type { Expression } from "./vcl-expression.ts";

/** The text of an expression; null if there is none, `undefined` if these files do not tell. */
export function textOf(expression: Expression, run: Run): string | null | undefined {
  switch (expression.kind) {
    case "text":
      return expression.text;
    case "variable":
      return run.variable(expression.text);
    case "join": {
      const texts = expression.operands.map((operand) => textOf(operand, run));
      return texts.includes(undefined) ? undefined : texts.join("");
    }
    case "function":
      return textOfFunction(expression.name, expression.arguments, run);
    default: {
      const truth = isMet(expression, run);
      return truth === null ? undefined : truth ? "1" : null;
    }
  }
}

/** @see https://varnish-cache.org/docs/7.1/reference/vmod_std.html */
function textOfFunction(name: string, given: readonly Expression[], run: Run): string | null | undefined {
  const [first, second, third] = given.map((one) => textOf(one, run));
  switch (name) {
    case "std.tolower":
      return first?.toLowerCase();
    case "std.toupper":
      return first?.toUpperCase();
    case "regsub":
    case "regsuball": {
      if (typeof second !== "string" || typeof third !== "string") return undefined;
      const flags = name === "regsub" ? "" : "g";
      const value = first ?? "";
      try {
        return value.replace(new RegExp(second, flags), third.replaceAll("$", "$$$$").replaceAll(/\\(\d)/g, "$$$1"));
      } catch {
        return undefined;
      }
    }
    default:
      return undefined;
  }
}

/** Whether a condition is met; null if these files do not tell. */
export function isMet(expression: Expression, run: Run): boolean | null {
  switch (expression.kind) {
    case "and":
      return areMet(expression.operands, run);
    case "or": {
      const results = expression.operands.map((operand) => isMet(operand, run));
      return results.includes(true) ? true : results.includes(null) ? null : false;
    }
    case "not": {
      const [operand] = expression.operands;
      const met = operand === undefined ? null : isMet(operand, run);
      return met === null ? null : !met;
    }
    case "comparison":
      return isComparisonMet(expression, run);
    default: {
      const text = textOf(expression, run);
      return text === undefined ? null : text !== null;
    }
  }
}

/** The host that a condition asks for, and nothing else; null if it asks for more. */
export function hostIn(condition: Expression): string | null {
  if (condition.kind !== "comparison" || !/^==?$|^~$/.test(condition.operator)) return null;
  const { left, right } = condition;
  const isHost = left.kind === "variable" && /^(?:be)?req\.http\.host$/i.test(left.text);
  return isHost && right.kind === "text" ? right.text : null;
}

/** A comparison matters where all the others hold: there alone it is told of. */
function areMet(operands: readonly Expression[], run: Run): boolean | null {
  const results = operands.map((operand) => run.silently(() => isMet(operand, run)));
  for (const [index, operand] of operands.entries())
    if (!results.some((result, other) => other !== index && result === false)) isMet(operand, run);
  return results.includes(false) ? false : results.includes(null) ? null : true;
}

function isComparisonMet(
  { operator, left, right, at }: Extract<Expression, { readonly kind: "comparison" }>,
  run: Run,
): boolean | null {
  const value = textOf(left, run);
  const text = textOf(right, run);
  // A variable on the right of ~ is a list of addresses.
  if (value === undefined || typeof text !== "string") return null;
  switch (operator) {
    case "==":
    case "!=":
      return run.matches(value ?? "", { kind: "exact", origin: text, at }) === (operator === "==");
    case "~":
    case "!~": {
      const rule: OriginRule = { kind: "expression", ...flagsOf(text), echo: "request", at };
      return run.matches(value ?? "", right.kind === "text" ? withPrint(rule, right) : rule) === (operator === "~");
    }
    default:
      return compareNumbers(operator, Number(value), Number(text));
  }
}

/** `(?i)^https://` */
function flagsOf(text: string): { readonly source: string; readonly ignoresCase: boolean } {
  const source = text.replace(/^\(\?i\)/, "");
  return { source, ignoresCase: source !== text };
}

/** No character of a text is escaped, so what is between its quotes can be replaced. */
function withPrint(rule: OriginRule, { at, text }: Expression & { readonly text: string }): OriginRule {
  const flags = /^\(\?i\)/.exec(text)?.[0] ?? "";
  if (rule.kind !== "expression") return rule;
  return { ...rule, print: (source) => (source.includes('"') ? null : { span: at.span, text: `"${flags}${source}"` }) };
}

function compareNumbers(operator: string, a: number, b: number): boolean | null {
  if (Number.isNaN(a) || Number.isNaN(b)) return null;
  switch (operator) {
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    default:
      return null;
  }
}
