import { createOriginMatch } from "../../plan/create-plan.ts";
import { originExpression } from "../../plan/origin-expression.ts";
import type { OriginRule } from "../block.ts";
import type { Place } from "../finding.ts";
import { isPattern } from "./origin-syntax.ts";

/**
 * An entry of a list in which `*.` before a host stands for labels, as it does in a policy, and `*` alone for any origin.
 *
 * @param labels how many `*.` stands for
 */
export function patternRule(text: string, at: Place, labels: "one" | "many"): OriginRule {
  if (text === "*") return { kind: "any", at };
  if (!/^[a-z][a-z\d+.-]*:\/\/\*\./i.test(text) || !isPattern(text)) return { kind: "exact", origin: text, at };
  const expression = originExpression(createOriginMatch(text));
  const source = labels === "many" ? expression : expression.replace("([a-z0-9_-]+\\.)+", "[A-Za-z0-9-]+\\.");
  return { kind: "expression", source, whole: true, echo: "request", written: "glob", original: text, at };
}
