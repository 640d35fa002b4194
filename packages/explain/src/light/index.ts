import type { Trace } from "@concors/browser/engine";
import type { KnownBeside } from "../explain-with.ts";
import { explainWith } from "../explain-with.ts";
import type { Explanation } from "../explanation.ts";

export type { KnownBeside } from "../explain-with.ts";
export type * from "../explanation.ts";
export type { SpecStep } from "../spec-step.ts";
export { listWords, statusWords } from "../words.ts";

/**
 * `explain` without what writes configuration, which is most of its size: a page can load it at once. `fix` has the header
 * lines, and neither a policy nor a server.
 */
export function explain(trace: Trace, options: KnownBeside = {}): Explanation {
  return explainWith(() => ({ policy: null, server: [] }), trace, options);
}
