import type { AST } from "@eslint-community/regexpp";
import type { OriginRule } from "../block.ts";
import { parseExpression } from "./parse-expression.ts";

/** A path that an expression takes; null if none is found. */
export function samplePath(rule: OriginRule): string | null {
  const parsed = rule.kind === "expression" ? parseExpression(rule) : null;
  if (parsed === null) return null;
  const text = ofAlternatives(parsed.pattern.alternatives);
  return [text, `/x${text}`, `${text}x`].find((path) => path.startsWith("/") && parsed.regExp.test(path)) ?? null;
}

function ofAlternatives([first]: readonly AST.Alternative[]): string {
  return (first?.elements ?? []).map(ofElement).join("");
}

/** The shortest that is likely to do: the caller tries it. */
function ofElement(element: AST.Element): string {
  switch (element.type) {
    case "Character":
      return String.fromCodePoint(element.value);
    case "CharacterSet":
      return element.kind === "digit" ? "1" : "x";
    case "CharacterClass":
      return element.negate ? "x" : ofClass(element);
    case "Group":
    case "CapturingGroup":
      return ofAlternatives(element.alternatives);
    case "Quantifier":
      return ofElement(element.element).repeat(element.min);
    default:
      return "";
  }
}

function ofClass({ elements: [first] }: AST.CharacterClass): string {
  if (first?.type === "Character") return String.fromCodePoint(first.value);
  if (first?.type === "CharacterClassRange") return String.fromCodePoint(first.min.value);
  return first?.type === "CharacterSet" && first.kind === "digit" ? "1" : "x";
}
