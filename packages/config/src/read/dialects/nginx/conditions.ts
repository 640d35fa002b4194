import type { OriginRule } from "../../block.ts";
import type { Directive } from "./parse-nginx.ts";
import { textOf } from "./level.ts";
import { expressionRule } from "./variables.ts";
import type { Variables } from "./variables.ts";

/**
 * Whether the condition of an `if` is met; null if it asks for what is not known here, such as a file.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if
 */
export function isMet(directive: Directive, variables: Variables): boolean | null {
  const { arguments: words, at } = directive;
  // The parentheses are of the first and the last word, or words of their own.
  const parts = words
    .map((word, index) => {
      const opened = index === 0 ? word.text.replace(/^\(/, "") : word.text;
      return { word, text: index === words.length - 1 ? opened.replace(/\)$/, "") : opened };
    })
    .filter(({ text, word }) => text !== "" || word.quote !== "");
  const [subject, operator, operand] = parts;
  if (subject === undefined || !subject.text.startsWith("$")) return null;
  const value = variables.expand(subject.text);
  if (operator === undefined) return value !== "" && value !== "0";
  const text = operand?.text ?? "";
  const word = operand?.word ?? directive.key;
  switch (operator.text) {
    case "=":
    case "!=": {
      const rule: OriginRule = { kind: "exact", origin: variables.expand(text), at };
      return variables.matches(value, rule) === (operator.text === "=");
    }
    case "~":
    case "~*":
    case "!~":
    case "!~*": {
      const ignoresCase = operator.text.endsWith("*");
      // Only a word that ends before the parenthesis can be put in its place as it is.
      const rule = expressionRule(text, ignoresCase, at, word);
      const found = variables.matches(value, word.quote === "" ? ({ ...rule, print: undefined } as OriginRule) : rule);
      return found !== operator.text.startsWith("!");
    }
    default:
      return null;
  }
}

/** The names of maps, and what makes their values. */
export function mapsOf(directives: readonly Directive[]): ReadonlyMap<string, Directive> {
  const maps = new Map<string, Directive>();
  const collect = (found: readonly Directive[]): void => {
    for (const directive of found)
      if (directive.name === "map") maps.set(textOf(directive.arguments[1]).replace(/^\$/, ""), directive);
      else if (directive.block !== null) collect(directive.block);
  };
  collect(directives);
  return maps;
}
