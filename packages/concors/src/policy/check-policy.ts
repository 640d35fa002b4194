import { checkPolicyPart, copyOfPolicy } from "./check-policy-part.ts";
import { partOf } from "./issue.ts";
import type { Issue } from "./issue.ts";
import { findWarnings } from "./find-warnings.ts";
import type { Policy } from "./policy.ts";
import { show } from "./show.ts";
import { inWords } from "./wording.ts";

/** What `checkPolicy` found. */
export type CheckedPolicy =
  | {
      readonly ok: true;
      /** A copy that nobody can change, for `createCors`. */
      readonly policy: Policy;
      /** What is allowed, but perhaps not meant. */
      readonly warnings: readonly Issue[];
    }
  | {
      readonly ok: false;
      /** What keeps the policy from being used; at least one. */
      readonly issues: readonly Issue[];
      readonly warnings: readonly Issue[];
    };

/**
 * Checks what may be a policy, from wherever it comes: a file, the environment, a form. Never throws.
 *
 * @example
 * const checked = checkPolicy(JSON.parse(text));
 * if (!checked.ok) for (const { message, fix } of checked.issues) console.error(message);
 */
export function checkPolicy(value: unknown): CheckedPolicy {
  try {
    return check(copyOfPolicy(value));
  } catch (error) {
    // Its parts are told by code of its own: getters, a proxy.
    return check(`an object that cannot be read: ${error instanceof Error ? error.message : show(error)}`);
  }
}

/** @param policy a copy */
function check(policy: unknown): CheckedPolicy {
  const issues: Issue[] = [];
  checkPolicyPart(partOf(policy, issues, inWords));
  const warnings: Issue[] = [];
  findWarnings(partOf(policy, warnings, inWords));
  Object.freeze(warnings);
  if (issues.length > 0) return { ok: false, issues: Object.freeze(issues), warnings };
  return { ok: true, policy: policy as Policy, warnings };
}
