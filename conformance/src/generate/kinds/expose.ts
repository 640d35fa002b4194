import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import type { Headers } from "../values/answers.ts";
import { allowOrigin, openPreflight, resource } from "../values/answers.ts";
import { exposeHeaders } from "../values/lists.ts";
import { host } from "../values/requests.ts";

/** Which response headers script may read. */
export function expose(random: Random): Draft {
  const include = random.chance(0.33);
  const headers: Headers = include
    ? [
        ["Access-Control-Allow-Origin", "{{page}}"],
        ["Access-Control-Allow-Credentials", "true"],
      ]
    : allowOrigin(random, 0.02);
  headers.push(["Access-Control-Expose-Headers", random.pick(exposeHeaders)]);
  if (random.chance(0.1)) headers.push(["Access-Control-Expose-Headers", random.pick(exposeHeaders)]);
  return {
    nodes: { n0: { host: host(random), actual: resource(random, headers), preflight: openPreflight } },
    steps: [
      {
        node: "n0",
        ...(include ? { credentials: "include" as const } : {}),
        ...(random.chance(0.1) ? { method: "HEAD" } : {}),
      },
    ],
  };
}
