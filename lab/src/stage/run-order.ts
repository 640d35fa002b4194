import type { FrameInit, RunAnswer, RunOrder } from "@concors/cli/lab";
import type { Resources } from "./sites.ts";
import type { Stage, StageAnswer } from "./stage.ts";
import { resourceSites } from "./stage.ts";

/** What the Lab's server is asked to answer in a run of this stage. */
export function runOrderOf({ page }: Stage, resources: Resources): RunOrder {
  return {
    page,
    resources: Object.fromEntries(
      Object.entries(resources).map(([name, { actual, preflight }]) => [
        name,
        {
          site: resourceSites[name as keyof Resources],
          preflight: preflight === null ? null : answerOf(preflight),
          actual: answerOf(actual),
        },
      ]),
    ),
  };
}

/** NB: A real browser has an HTTP cache, which has no part in this. */
function answerOf({ body = "", delay = 0, headers, status }: StageAnswer): RunAnswer {
  return { status, headers: [...headers, ["Cache-Control", "no-store"]], body, delay: delay * 1000 };
}

/** What site A's page gives to its `fetch`. */
export function frameInitOf({ request }: Stage): FrameInit {
  const { body, credentials, headers, method, mode, redirect } = request;
  return { method, headers, body, mode, credentials, redirect };
}
