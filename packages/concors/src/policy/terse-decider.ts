import { checkPolicyPart, copyOfPolicy } from "./check-policy-part.ts";
import { compilePolicy } from "./compile-policy.ts";
import { decideFor } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { partOf } from "./issue.ts";
import type { Issue } from "./issue.ts";
import type { Policy } from "./policy.ts";
import { PolicyError } from "./policy-error.ts";
import { withServerTiming } from "./server-timing.ts";
import { inCodes } from "./terse-wording.ts";

/** Decides about requests of the Fetch standard. */
export interface TerseDecider {
  readonly decideAsync: (request: Request) => Promise<Decision>;
}

/**
 * Puts a policy to work as createCors does, checks and all, without a word: it says codes, and explains nothing.
 *
 * @throws PolicyError with everything that is wrong with the policy
 */
export function terseDecider(value: unknown): TerseDecider {
  const policy = copyOfPolicy(value) as Policy;
  const issues: Issue[] = [];
  checkPolicyPart(partOf(policy, issues, inCodes));
  if (issues.length > 0) throw new PolicyError(issues, `createCors of "concors" says it in words`);
  const compiled = compilePolicy(policy, Date.now);
  return {
    decideAsync: async (request) => {
      const origin = read(request, "origin");
      const answers = origin === undefined ? null : await compiled.answersTo(origin);
      const decision = decideFor(compiled, request, answers, read);
      const { kind, reason = "allowed" }: { kind: string; reason?: string } = decision;
      return policy.debug === true ? withServerTiming(decision, `${kind} ${reason}`) : decision;
    },
  };
}

function read({ headers }: Request, name: string): string | undefined {
  return headers.get(name) ?? undefined;
}
