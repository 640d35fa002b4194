import type { Scenario, ScenarioNode, ScenarioResponse, ScenarioStep } from "@concors/conformance/scenario";
import type { Resources } from "./sites.ts";
import { askedName } from "./sites.ts";
import type { ResourceName, Stage, StageAnswer, StageAnswers } from "./stage.ts";
import { resourceSites } from "./stage.ts";

/** A stage as a line of `scenarios.jsonl`, which conformance plays as it is: what is reported where a browser differs. */
export function scenarioOf(stage: Stage, resources: Resources): Scenario {
  const asked = askedName(stage);
  const names: readonly ResourceName[] = asked === "own" ? ["own"] : ["items", "moved"];
  const { times } = stage.request;
  return {
    id: "lab",
    kind: "lab",
    page: stage.page.sandboxed ? "null" : "A",
    nodes: Object.fromEntries(names.map((name) => [name, nodeOf(name, resources[name])])),
    steps: Array.from({ length: times }, (_, time) => stepOf(stage, asked, time)),
  };
}

function nodeOf(name: ResourceName, { actual, preflight }: StageAnswers): ScenarioNode {
  return {
    host: resourceSites[name],
    ...(preflight !== null && { preflight: responseOf(preflight) }),
    actual: responseOf(actual),
  };
}

/** NB: A scenario has no slow answers: they change no verdict. */
function responseOf({ body = "", headers, status }: StageAnswer): ScenarioResponse {
  return { status, headers, ...(body !== "" && { body }) };
}

function stepOf({ request }: Stage, node: ResourceName, time: number): ScenarioStep {
  const { body, credentials, headers, method, mode, pause, redirect } = request;
  return {
    node,
    method,
    ...(headers.length > 0 && { headers }),
    ...(body !== null && { body: { text: body.text, ...(body.type !== null && { type: body.type }) } }),
    mode,
    credentials,
    redirect,
    ...(time > 0 && pause > 0 && { wait: pause * 1000 }),
  };
}
