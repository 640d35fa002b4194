import type { Policy } from "concors";

/** Whether this could be a policy: whether it is a good one is for `checkPolicy` to say, which is loaded when it is used. */
export function checkPolicyShape(json: unknown): json is Policy {
  return typeof json === "object" && json !== null && !Array.isArray(json) && JSON.stringify(json).length < 10_000;
}
