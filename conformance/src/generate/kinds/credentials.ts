import type { ScenarioStep } from "../../scenario.ts";
import type { Draft } from "../draft.ts";
import type { Random } from "../random.ts";
import type { Headers } from "../values/answers.ts";
import { allowCredentials, allowOrigin, resource, setCookie } from "../values/answers.ts";
import { allowMethods, exposeHeaders } from "../values/lists.ts";
import { credentials, headersOf } from "../values/requests.ts";

/** Which requests carry cookies, and which answers to them may be read. */
export function credentialled(random: Random): Draft {
  const method = random.weightedName({ GET: 48, POST: 28, PUT: 24 });
  const answer: Headers = [...allowOrigin(random, 0.1), ...(random.chance(0.95) ? allowCredentials(random) : [])];
  if (random.chance(0.92))
    answer.push(["Access-Control-Allow-Methods", random.chance(0.65) ? "PUT" : allowMethods(random, "PUT")]);
  if (random.chance(0.65)) answer.push(["Access-Control-Allow-Headers", random.pick(["x-custom", "*"])]);
  if (random.chance(0.1)) answer.push(["Set-Cookie", "pre=1"]);
  const actual: Headers = [...allowOrigin(random, 0.1), ...(random.chance(0.98) ? allowCredentials(random, 0.28) : [])];
  if (random.chance(0.5)) actual.push(["Access-Control-Expose-Headers", random.pick(exposeHeaders)]);
  const step = (): ScenarioStep => ({
    node: "n0",
    method,
    ...credentials(random, 0.83),
    ...(random.chance(0.33) ? headersOf([["X-Custom", "1"]]) : {}),
  });
  const again = random.chance(0.3);
  return {
    nodes: {
      n0: {
        host: random.weightedName({ A2: 50, B: 27, A: 23 }),
        preflight: { status: 204, headers: answer },
        actual: resource(random, actual, again ? setCookie(random) : undefined),
      },
    },
    steps: again ? [step(), step()] : [step()],
  };
}
