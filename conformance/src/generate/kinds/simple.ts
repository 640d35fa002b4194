import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import { allowCredentials, allowOrigin, openPreflight, resource } from "../values/answers.ts";
import { canHaveBody, credentials, host } from "../values/requests.ts";

/** The CORS check alone. */
export function simple(random: Random): Draft {
  const method = random.pick(["POST", "post", "get", "HEAD", "GET", "head", undefined]);
  return {
    nodes: {
      n0: {
        host: host(random),
        actual: resource(random, [
          ...allowOrigin(random, 0.5),
          ...(random.chance(0.15) ? allowCredentials(random) : []),
        ]),
        preflight: openPreflight,
      },
    },
    steps: [
      {
        node: "n0",
        ...(method === undefined ? {} : { method }),
        ...credentials(random, 0.24),
        ...(canHaveBody(method) && random.chance(0.6)
          ? { body: random.pick([{ type: "text/plain", text: "x" }, { form: "a=b" }, { text: "x" }]) }
          : {}),
      },
    ],
  };
}
