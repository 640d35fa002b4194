import type { OriginExpression } from "../block.ts";
import type { Place } from "../finding.ts";

/** A test for a part of the origin, as an expression: `startsWith`, `endsWith`, `includes`. */
export function expressionOfPart(part: "start" | "end" | "anywhere", text: string, at: Place): OriginExpression {
  const literal = text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  const source = `${part === "start" ? "^" : ""}${literal}${part === "end" ? "$" : ""}`;
  return { kind: "expression", source, echo: "request", written: "part", at };
}

/** A text in which `*` stands for any characters, as an expression. */
export function expressionOfGlob(text: string, at: Place): OriginExpression {
  const literal = text.replaceAll(/[.+?^${}()|[\]\\/]/g, String.raw`\$&`).replaceAll("*", ".*");
  return { kind: "expression", source: literal, whole: true, echo: "request", written: "glob", original: text, at };
}
