import { decisionHeader, freeze } from "./decision.ts";
import type { Decision } from "./decision.ts";

/** A decision that says why, where the developer tools of a browser show it. */
export function withServerTiming<D extends Decision>(decision: D, desc: string): D {
  const header = decisionHeader("Server-Timing", `cors;desc="${desc}"`);
  return freeze({ ...decision, headers: [...decision.headers, header] });
}
