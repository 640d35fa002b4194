import type { LookAlike } from "../explanation.ts";

/** What is known of one kind of failure. */
export type Finding = Pick<LookAlike, "result" | "ruledOutBy" | "finding">;

export function ruledOut(by: string): Finding {
  return { result: "ruled-out", ruledOutBy: by, finding: null };
}

export function possible(finding: string): Finding {
  return { result: "possible", ruledOutBy: null, finding };
}

export function unknown(finding: string): Finding {
  return { result: "unknown", ruledOutBy: null, finding };
}

export const notReached: Finding = unknown("it did not come to that");
