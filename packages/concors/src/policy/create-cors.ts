import { checkPolicy } from "./check-policy.ts";
import { compilePolicy } from "./compile-policy.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import type { Cors } from "./cors.ts";
import { decideFor } from "./decide.ts";
import type { Answers, Decision } from "./decision.ts";
import { explainDecision } from "./explain-decision.ts";
import type { DecisionExplanation } from "./explain-decision.ts";
import { gate } from "./gate.ts";
import type { Gate, GateOptions } from "./gate.ts";
import type { Issue } from "./issue.ts";
import { PolicyError } from "./policy-error.ts";
import type { Policy } from "./policy.ts";
import { headerOf } from "./request.ts";
import type { CorsRequest } from "./request.ts";
import { withServerTiming } from "./server-timing.ts";

/** What a policy needs of the world. */
export interface CorsOptions {
  /** The time in milliseconds, which the answers of `origins.allows` expire by. */
  readonly now?: () => number;
}

/**
 * Puts a policy to work.
 *
 * @example
 * const cors = createCors({ origins: ["https://app.example.com"], methods: ["PUT"] });
 * const { kind, allowed, headers, vary } = cors.decide(request);
 * @throws PolicyError with everything that is wrong with the policy
 */
export function createCors(policy: Policy, { now = Date.now }: CorsOptions = {}): Cors {
  let force = enforce(policy, now);
  /** What is in force, for the functions that answer at once. */
  const atOnce = (name: "decide" | "explain" | "gate"): CompiledPolicy => {
    const { compiled } = force;
    if (compiled.isAsync) throw notAtOnce(name);
    return compiled;
  };
  return Object.freeze({
    get policy() {
      return force.compiled.policy;
    },
    get warnings() {
      return force.warnings;
    },
    get isAsync() {
      return force.compiled.isAsync;
    },
    decide: (request: CorsRequest): Decision => {
      const compiled = atOnce("decide");
      return decideTelling(compiled, request, answersAtOnce(compiled, request));
    },
    decideAsync: async (request: CorsRequest): Promise<Decision> => {
      const { compiled } = force;
      return decideTelling(compiled, request, await answersTo(compiled, request));
    },
    explain: (request: CorsRequest): DecisionExplanation => {
      const compiled = atOnce("explain");
      return explainDecision(compiled, request, answersAtOnce(compiled, request));
    },
    explainAsync: async (request: CorsRequest): Promise<DecisionExplanation> => {
      const { compiled } = force;
      return explainDecision(compiled, request, await answersTo(compiled, request));
    },
    gate: (request: CorsRequest, options?: GateOptions): Gate =>
      gate(request, isAllowed(answersAtOnce(atOnce("gate"), request)), options),
    gateAsync: async (request: CorsRequest, options?: GateOptions): Promise<Gate> =>
      gate(request, isAllowed(await answersTo(force.compiled, request)), options),
    reconfigure: (next: Policy): void => {
      force = enforce(next, now);
    },
  });
}

function notAtOnce(name: string): TypeError {
  return new TypeError(`origins.allows may have to be asked: await ${name}Async(request)`);
}

/** Everything that changes when a policy does, in one value: who reads it once sees one policy. */
interface Force {
  readonly compiled: CompiledPolicy;
  readonly warnings: readonly Issue[];
}

function enforce(policy: Policy, now: () => number): Force {
  const checked = checkPolicy(policy);
  if (!checked.ok) throw new PolicyError(checked.issues);
  return { compiled: compilePolicy(checked.policy, now), warnings: checked.warnings };
}

/** What the request's origin is answered; null if it has none. */
function answersTo(compiled: CompiledPolicy, request: CorsRequest): Answers | null | Promise<Answers> {
  const origin = headerOf(request, "origin");
  return origin === undefined ? null : compiled.answersTo(origin);
}

/** @param compiled a policy that asks nobody */
function answersAtOnce(compiled: CompiledPolicy, request: CorsRequest): Answers | null {
  return answersTo(compiled, request) as Answers | null;
}

function isAllowed(answers: Answers | null): boolean {
  return answers?.actual.allowed === true;
}

function decideTelling(compiled: CompiledPolicy, request: CorsRequest, answers: Answers | null): Decision {
  const decision = decideFor(compiled, request, answers, headerOf);
  return compiled.policy.debug === true ? telling(decision, compiled, request, answers) : decision;
}

/** By itself, as few are told: V8 compiles what all go through into one piece if it is short, and is quick then. */
function telling(
  decision: Decision,
  compiled: CompiledPolicy,
  request: CorsRequest,
  answers: Answers | null,
): Decision {
  const { sentence } = explainDecision(compiled, request, answers);
  // A quoted-string of visible ASCII, whatever was asked: RFC 9110, 5.6.4.
  return withServerTiming(decision, sentence.replaceAll(/[^ -~]/g, "?").replaceAll(/["\\]/g, String.raw`\$&`));
}
