import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import type { Headers } from "../values/answers.ts";
import { allowOrigin, resource } from "../values/answers.ts";
import { safelistedRequestHeader } from "../values/request-headers.ts";
import { bodies, host } from "../values/requests.ts";

/** Which request headers are CORS-safelisted, value by value, and in no-cors mode. */
export function safelist(random: Random): Draft {
  const method = random.weightedName({ POST: 50, GET: 27, HEAD: 23 });
  const headers: Headers = random.weighted<() => Headers>([
    [60, () => [safelistedRequestHeader(random)]],
    [18, () => [safelistedRequestHeader(random), safelistedRequestHeader(random)]],
    // The limits: 128 bytes a value, 1024 together.
    [
      12,
      () => sized(random, random.pick(["Accept", "Accept-Language", "Content-Language"]), random.pick([2, 3, 8, 9])),
    ],
    [
      10,
      () => ["Accept", "Accept-Language", "Content-Language", "Content-Type"].flatMap((name) => sized(random, name, 1)),
    ],
  ])();
  return {
    nodes: {
      n0: {
        host: host(random),
        preflight: {
          status: 204,
          headers: [
            ["Access-Control-Allow-Origin", "*"],
            ...(random.chance(0.5) ? ([["Access-Control-Allow-Headers", "*"]] as Headers) : []),
          ],
        },
        actual: resource(random, allowOrigin(random, 0.03)),
      },
    },
    steps: [
      {
        node: "n0",
        method,
        headers,
        ...(random.chance(0.27) ? { mode: "no-cors" as const } : {}),
        ...(method === "POST" && random.chance(0.6)
          ? { body: random.pick(bodies.filter(({ form }) => form === undefined).slice(0, 3)) }
          : {}),
      },
    ],
  };
}

function sized(random: Random, name: string, lines: number): Headers {
  const prefix = name === "Content-Type" ? "text/plain;x=" : "";
  return Array.from({ length: lines }, (): [string, string] => {
    const length = random.pick([40, 62, 63, 64, 96, 100, 126, 127, 128, 128]);
    return [random.chance(0.2) ? name.toLowerCase() : name, prefix + "a".repeat(Math.max(0, length - prefix.length))];
  });
}
