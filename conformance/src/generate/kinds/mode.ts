import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import type { Headers } from "../values/answers.ts";
import { allowOrigin, resource } from "../values/answers.ts";
import { safelistedRequestHeader, unsafeRequestHeaders } from "../values/request-headers.ts";
import { bodies, canHaveBody, credentials, headersOf, host, methods } from "../values/requests.ts";

/** The request's modes, over requests of every kind. */
export function mode(random: Random): Draft {
  const method = random.pick(methods);
  const headers: Headers = Array.from({ length: random.weightedIndex([40, 5, 35, 10, 10]) }, () =>
    random.chance(0.5) ? safelistedRequestHeader(random) : random.pick(unsafeRequestHeaders),
  );
  return {
    nodes: {
      n0: {
        host: host(random),
        preflight: {
          status: 204,
          headers: [
            ["Access-Control-Allow-Origin", "*"],
            ["Access-Control-Allow-Methods", "*"],
            ["Access-Control-Allow-Headers", "*, authorization"],
          ],
        },
        actual: resource(random, allowOrigin(random, 0.08)),
      },
    },
    steps: [
      {
        node: "n0",
        method,
        ...headersOf(headers),
        mode: random.weightedName({ "no-cors": 48, "same-origin": 26, cors: 26 }),
        ...credentials(random),
        ...(canHaveBody(method) && random.chance(0.6) ? { body: random.pick(bodies) } : {}),
      },
    ],
  };
}
