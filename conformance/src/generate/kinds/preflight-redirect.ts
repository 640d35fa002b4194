import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import type { Headers } from "../values/answers.ts";
import { allowOrigin, resource } from "../values/answers.ts";
import { credentials } from "../values/requests.ts";

/** A preflight that is answered with a redirect. */
export function preflightRedirect(random: Random): Draft {
  const open: Headers = [
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Allow-Methods", "*"],
    ["Access-Control-Allow-Headers", "*"],
  ];
  return {
    nodes: {
      n0: {
        host: random.weightedName({ B: 60, A2: 32, A: 8 }),
        preflight: {
          status: random.pick([301, 302, 303, 307, 308]),
          headers: [...open, ["Location", random.pick(["{{url:n1}}", "{{url:n0}}"])]],
        },
        actual: resource(random, allowOrigin(random, 0)),
      },
      n1: {
        host: random.pick(["B", "A2", "C"]),
        preflight: { status: 204, headers: open },
        actual: resource(random, allowOrigin(random, 0)),
      },
    },
    steps: [{ node: "n0", method: random.pick(["PUT", "PUT", "DELETE"]), ...credentials(random, 0.1) }],
  };
}
