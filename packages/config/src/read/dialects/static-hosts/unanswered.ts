import type { Preflight } from "../../block.ts";

/** Fixed headers come with whatever OPTIONS is answered, which is for others to say. */
export function unanswered(write: string): Preflight {
  return {
    answered: { is: "passed", write },
    granted: { is: "unknown" },
    afterAuthentication: { is: "unknown" },
  };
}
