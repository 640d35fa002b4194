import type { Decision } from "concors";
import { checkPolicy, createCors } from "concors";
import type { Header } from "concors/protocol";
import type { Origins } from "./sites.ts";
import type { Stage, StageAnswer, StageAnswers, StagePolicy } from "./stage.ts";

/** What a policy answers, or what is wrong with it in sentences. */
export type PolicyAnswers =
  | { readonly ok: true; readonly answers: StageAnswers }
  | { readonly ok: false; readonly issues: readonly string[] };

/**
 * What site B answers to this page by its policy. This module brings `concors` and with it the public suffix list, so it is
 * loaded when the first policy is.
 */
export function answersOfPolicy({ actual, policy }: StagePolicy, stage: Stage, origins: Origins): PolicyAnswers {
  // A policy names origins as they are, and those of the Lab are others at each start.
  const named: unknown = JSON.parse(
    JSON.stringify(policy).replaceAll(/\{\{([ABC])\}\}/g, (_, site) => origins[site as "A"]),
  );
  const checked = checkPolicy(named);
  if (!checked.ok) return { ok: false, issues: checked.issues.map(({ message }) => message) };
  const cors = createCors(checked.policy);
  const origin = stage.page.sandboxed ? "null" : origins.A;
  const decidePreflight = cors.decide({
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": stage.request.method },
  });
  const preflightStatus = decidePreflight.kind === "preflight" ? decidePreflight.status : 204;
  return {
    ok: true,
    answers: {
      kind: "answers",
      preflight: withDecision({ status: preflightStatus, headers: [] }, decidePreflight, origins),
      actual: withDecision(actual, cors.decide({ method: stage.request.method, headers: { origin } }), origins),
    },
  };
}

function withDecision(answer: StageAnswer, { headers, vary }: Decision, origins: Origins): StageAnswer {
  const lines: Header[] = headers.map(([name, value]) => [name, value.replaceAll(origins.A, "{{A}}")]);
  const varies: Header[] = vary.length === 0 ? [] : [["Vary", vary.join(", ")]];
  return { ...answer, headers: [...lines, ...varies, ...answer.headers] };
}
