import type { ScenarioNode, ScenarioStep } from "../../scenario.ts";
import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import type { Headers } from "../values/answers.ts";
import { allowOrigin, resource, setCookie } from "../values/answers.ts";
import { maxAges } from "../values/lists.ts";

/** Several requests, and what the CORS-preflight cache answers of them. */
export function cache(random: Random): Draft {
  const nodes: Record<string, ScenarioNode> = { n0: node(random) };
  const names = ["n0"];
  if (random.chance(0.1)) {
    nodes["n1"] = node(random);
    names.push("n1");
  } else if (random.chance(0.07)) {
    const to: Headers = [
      ["Location", "{{url:n0}}"],
      ["Access-Control-Allow-Origin", "*"],
      ["Cache-Control", "no-store"],
    ];
    nodes["n1"] = { ...node(random), actual: { status: random.pick([307, 308, 302]), headers: to } };
    names.push("n1");
  }
  const first: ScenarioStep = {
    node: "n0",
    method: random.chance(0.9) ? "PUT" : random.pick(["DELETE", "HEAD", "GET"]),
    headers: [["X-Custom", "1"]],
    ...stepCredentials(random),
    ...(random.chance(0.04) ? { cache: random.pick(cacheModes) } : {}),
  };
  const count = 1 + random.weightedIndex([26, 47, 27]);
  return { nodes, steps: [first, ...Array.from({ length: count }, () => later(random, names))] };
}

const cacheModes = ["default", "no-cache", "no-store", "reload", "force-cache"] as const;

function stepCredentials(random: Random): Pick<ScenarioStep, "credentials"> {
  return random.weighted<Pick<ScenarioStep, "credentials">>([
    [34, { credentials: "include" }],
    [30, { credentials: "omit" }],
    [33, {}],
    [3, { credentials: "same-origin" }],
  ]);
}

/** A request like the first one, or one that asks for a little more, or for something else. */
function later(random: Random, names: readonly string[]): ScenarioStep {
  const usual: ScenarioStep = {
    node: random.pick(names),
    method: "PUT",
    headers: [["X-Custom", "1"]],
    ...stepCredentials(random),
  };
  const variant = random.weighted<Partial<ScenarioStep>>([
    [40, {}],
    [8, { method: "GET" }],
    [8, { method: "PATCH" }],
    [8, { method: "DELETE" }],
    [4, { method: "HEAD" }],
    [3, { method: "POST" }],
    [1, { method: "patch" }],
    [
      5,
      {
        headers: [
          ["X-Custom", "1"],
          ["X-Other", random.pick(["1", "2"])],
        ],
      },
    ],
    [4, { headers: [["X-Other", "1"]] }],
    [
      5,
      {
        headers: [
          ["X-Custom", "1"],
          ["Authorization", "x"],
        ],
      },
    ],
    [
      2,
      {
        method: "HEAD",
        headers: [
          ["x-custom", "2"],
          ["Authorization", "x"],
        ],
      },
    ],
    [5, { method: "PUT", headers: [["Content-Type", "application/json"]], body: { text: "{}" } }],
    [4, { headers: [] }],
    [6, { query: random.pick(["?q", "?q", "?r", "?"]) }],
  ]);
  const { headers, ...step } = { ...usual, ...variant };
  return {
    ...step,
    ...(headers === undefined || headers.length === 0 ? {} : { headers }),
    ...(random.chance(0.09) ? { cache: random.pick(cacheModes) } : {}),
    ...(random.chance(0.11) ? { wait: random.pick([1400, 1400, 5600]) } : {}),
  };
}

function node(random: Random): ScenarioNode {
  const answer: Headers = [["Access-Control-Allow-Origin", random.chance(0.5) ? "*" : "{{page}}"]];
  const maxAge = random.weighted<() => Headers>([
    [20, () => []],
    [24, () => [["Access-Control-Max-Age", "600"]]],
    [52, () => [["Access-Control-Max-Age", random.pick(maxAges)]]],
    [
      4,
      () => [
        ["Access-Control-Max-Age", "600"],
        ["Access-Control-Max-Age", random.pick(["600", "0", "1", "x"])],
      ],
    ],
  ])();
  answer.push(...maxAge);
  answer.push([
    "Access-Control-Allow-Methods",
    random.pick(
      ["*", "PUT, DELETE", "PUT", "DELETE, PATCH, PUT", "*, PUT", "PUT, HEAD, GET", "DELETE", "PUT, @"].slice(
        0,
        random.chance(0.85) ? 4 : 8,
      ),
    ),
  ]);
  const headers = random.weighted<string | null>([
    [20, "*"],
    [18, "x-custom, x-other"],
    [18, "authorization, x-custom"],
    [18, "x-custom"],
    [18, null],
    [8, random.pick(["*, authorization", "*, x-custom", "X-CUSTOM, CONTENT-TYPE", "content-type", "x-custom,"])],
  ]);
  if (headers !== null) answer.push(["Access-Control-Allow-Headers", headers]);
  if (random.chance(0.92)) answer.push(["Access-Control-Allow-Credentials", "true"]);
  return {
    host: random.weightedName({ A2: 52, B: 44, C: 4 }),
    preflight: { status: 204, headers: answer },
    actual: resource(
      random,
      [...allowOrigin(random, 0.06), ["Access-Control-Allow-Credentials", "true"]],
      random.chance(0.3) ? setCookie(random) : undefined,
    ),
  };
}
