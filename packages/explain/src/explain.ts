import type { Trace } from "@concors/browser/engine";
import type { KnownBeside } from "./explain-with.ts";
import { explainWith } from "./explain-with.ts";
import type { Explanation, ServerName } from "./explanation.ts";
import { grantPolicy } from "./fixes/grant-policy.ts";
import { serverFixes } from "./fixes/server-fixes.ts";

export interface ExplainOptions extends KnownBeside {
  /** The servers to write the fix for; without any, those that the answers tell of, or else the three most used. */
  readonly servers?: readonly ServerName[];
}

/** Why a fetch ended as it did, and what to change. Pure: the same trace is always explained the same. */
export function explain(trace: Trace, options: ExplainOptions = {}): Explanation {
  const { servers = [], ...known } = options;
  return explainWith(
    (grant, url, exchanges) => {
      const policy = grantPolicy(grant);
      return { policy, server: serverFixes({ grant, policy }, url, exchanges, servers) };
    },
    trace,
    known,
  );
}
