import type { Aspect, Block } from "../block.ts";
import { createFinding } from "../create-finding.ts";
import type { FindingDetails } from "../create-finding.ts";
import type { Finding } from "../finding.ts";
import type { LintCode } from "../lint-words.ts";

/** What is wrong with answers, whoever may read them. */
export function checkAnswers(block: Block): readonly Finding<LintCode>[] {
  if (block.origins.length === 0) return [];
  const { vary, errors, layers, upstream, methodsWithout, preflight } = block;
  const { answered, granted, afterAuthentication } = preflight;
  const found: Finding<LintCode>[] = [];
  const report = (code: LintCode, { at, write, patch }: Aspect<unknown>, details: FindingDetails = {}): void => {
    found.push(createFinding(code, at ?? block.at, { write, patch, ...details }));
  };
  if (dependsOnOrigin(block)) {
    if (vary.is === "never") report("vary-missing", vary);
    if (vary.is === "sometimes") report("vary-sometimes", vary);
  }
  if (errors.is === "lost") report("headers-missing-on-errors", errors);
  if (layers.is === "two") report("two-layers", layers);
  if (upstream.is === "passed") report("upstream-not-stripped", upstream);
  if (methodsWithout.is !== "unknown" && methodsWithout.is.length > 0)
    report("methods-missing", methodsWithout, { value: methodsWithout.is.join(", ") });

  if (answered.is === "every-options") report("plain-options-swallowed", answered);
  const isAnswered = answered.is === "every-options" || answered.is === "preflights";
  if (isAnswered && granted.is === false) report("preflight-without-headers", granted);
  if (afterAuthentication.is === true) report("preflight-after-authentication", afterAuthentication);
  else if ((answered.is === "passed" || answered.is === "never") && speaksOfPreflights(block))
    report("preflight-not-answered", answered);
  return found;
}

/** Whether what is sent is not the same for all. */
function dependsOnOrigin({ origins }: Block): boolean {
  return origins.some((rule) => {
    if (rule.kind === "any") return rule.echoed === true;
    return !(rule.kind === "exact" && rule.constant === true);
  });
}

/** Whoever names methods or headers means that pages send preflights. */
function speaksOfPreflights({ methods, requestHeaders, maxAge }: Block): boolean {
  return methods.length > 0 || requestHeaders.length > 0 || maxAge !== null;
}
