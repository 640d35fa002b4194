import type { ScenarioNode } from "../../scenario.ts";
import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import type { Headers } from "../values/answers.ts";
import { allowCredentials, allowOrigin, resource, setCookie } from "../values/answers.ts";
import { credentials } from "../values/requests.ts";

const oddLocations: readonly string[] = [
  "data:text/plain,hi",
  "about:blank",
  "http://",
  "file:///etc/passwd",
  "javascript:1",
  "mailto:x@y",
];

const redirectedHeaders: readonly Headers[] = [
  [["Content-Type", "application/json"]],
  [["Content-Language", "en"]],
  [["X-Custom", "1"]],
  [["Authorization", "Bearer t"]],
  [
    ["Authorization", "Bearer t"],
    ["X-Custom", "1"],
  ],
  [
    ["Content-Type", "application/json"],
    ["X-Custom", "1"],
  ],
  [
    ["Content-Type", "application/json"],
    ["Authorization", "Bearer t"],
    ["X-Custom", "1"],
  ],
];

/** Chains of one to four redirects among four origins. */
export function redirect(random: Random): Draft {
  const hops = 1 + random.weightedIndex([34, 36, 20, 10]);
  const allowsCredentials = random.chance(0.3);
  const cookie = random.chance(0.15) ? setCookie(random) : undefined;
  const allow = (oddness: number): Headers => [
    ...allowOrigin(random, oddness),
    ...(allowsCredentials ? allowCredentials(random, 0.03) : []),
  ];
  const nodes: Record<string, ScenarioNode> = {};
  for (let hop = 0; hop <= hops; hop++) {
    const preflight = {
      status: 204,
      headers: [
        ...allow(0.05),
        [
          "Access-Control-Allow-Methods",
          random.pick(["PUT, DELETE", "PUT, DELETE", "PUT, DELETE", "*", "PUT, DELETE, POST"]),
        ],
        [
          "Access-Control-Allow-Headers",
          random.pick([
            "x-custom, authorization, content-type",
            "x-custom, authorization, content-type",
            "*",
            "x-custom",
          ]),
        ],
      ] as Headers,
    };
    const actual =
      hop === hops
        ? resource(random, allow(0.05), cookie)
        : {
            status: random.weighted([
              [29, 307],
              [28, 302],
              [14, 301],
              [14, 308],
              [14, 303],
              [1, 300],
            ]),
            headers: [
              ...location(random, hop),
              ...allow(0.1),
              ["Cache-Control", "no-store"],
              ...(cookie !== undefined && random.chance(0.5) ? [["Set-Cookie", cookie]] : []),
            ] as Headers,
          };
    nodes[`n${hop}`] = { host: hostOf(random, hop), actual, preflight };
  }
  const method = random.weightedName({ GET: 30, PUT: 19, HEAD: 18, DELETE: 16, POST: 15, PATCH: 2 });
  const step = {
    node: "n0",
    method,
    ...(random.chance(0.42) ? { headers: random.pick(redirectedHeaders) } : {}),
    ...(/^(PUT|POST|DELETE)$/.test(method) && random.chance(0.45) ? { body: { text: "data" } } : {}),
    ...(random.chance(0.08) ? { mode: random.pick(["same-origin", "no-cors"] as const) } : {}),
    ...(random.chance(0.25) ? { redirect: random.pick(["manual", "follow", "error"] as const) } : {}),
    ...credentials(random, allowsCredentials ? 0.7 : 0.1),
  };
  return { nodes, steps: cookie === undefined ? [step] : [step, step] };
}

function hostOf(random: Random, hop: number): ScenarioNode["host"] {
  return hop === 0
    ? random.weightedName({ B: 50, A: 27, A2: 23 })
    : random.weightedName({ B: 28, A: 26, A2: 24, C: 22 });
}

function location(random: Random, hop: number): Headers {
  const next = `n${hop + 1}`;
  const usual: Headers = [["Location", `{{url:${next}}}`]];
  return random.weighted<() => Headers>([
    [90, () => usual],
    [3, () => [["Location", random.pick(oddLocations)]]],
    [2, () => [["Location", `{{userurl:${next}}}`]]],
    [1, () => [["Location", `{{url:${next}}}?q=1#part`]]],
    [1, () => [["Location", `{{url:n${random.integer(hop + 1)}}}`]]],
    [1, () => [["location", ` {{url:${next}}} `]]],
    [1, () => [...usual, ...usual]],
    [1, () => []],
  ])();
}
