import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import type { Headers } from "../values/answers.ts";
import { allowCredentials, allowOrigin, resource } from "../values/answers.ts";
import { allowHeaders, allowMethods } from "../values/lists.ts";
import { unsafeRequestHeaders } from "../values/request-headers.ts";
import { bodies, canHaveBody, credentials, headersOf, host, methods } from "../values/requests.ts";

/** Which preflights pass: methods, headers, statuses, and lists of every shape. */
export function preflight(random: Random): Draft {
  const method = random.pick(methods);
  const headers = random.sample(unsafeRequestHeaders, random.weightedIndex([38, 36, 13, 13]));
  const body = canHaveBody(method) && random.chance(0.6) ? { body: random.pick(bodies) } : {};
  const names = headers.map(([name]) => name);
  if (body.body?.type !== undefined || body.body?.form !== undefined) {
    if (random.chance(0.3)) names.push("content-type");
  }
  const answer: Headers = allowOrigin(random, 0.08);
  if (random.chance(0.85)) answer.push(["Access-Control-Allow-Methods", allowMethods(random, method)]);
  if (random.chance(0.05)) answer.push(["Access-Control-Allow-Methods", random.pick(["PUT", "*", "", "@"])]);
  if (random.chance(0.8)) answer.push(["Access-Control-Allow-Headers", allowHeaders(random, names)]);
  if (random.chance(0.05))
    answer.push(["access-control-allow-headers", random.pick(["x-custom", "*", "", "@", "content-type"])]);
  const allowsCredentials = random.chance(0.12);
  if (allowsCredentials) answer.push(...allowCredentials(random, 0.25));
  const status = random.weighted([
    [40, 200],
    [37, 204],
    [23, random.pick([201, 202, 206, 299, 300, 304, 400, 401, 403, 404, 405, 429, 500, 501, 503])],
  ]);
  return {
    nodes: {
      n0: {
        host: host(random),
        preflight: { status, headers: answer },
        actual: resource(random, [...allowOrigin(random), ...(allowsCredentials ? allowCredentials(random, 0.2) : [])]),
      },
    },
    steps: [{ node: "n0", method, ...headersOf(headers), ...credentials(random, 0.15), ...body }],
  };
}
