import type { Preflight } from "../../block.ts";

/** Fixed headers come with whatever OPTIONS is answered, which is for others to say. */
export const unanswered: Preflight = {
  answered: { is: "passed" },
  granted: { is: "unknown" },
  afterAuthentication: { is: "unknown" },
};
