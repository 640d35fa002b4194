import { checkPolicy } from "./check-policy.ts";
import { compilePolicy } from "./compile-policy.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import type { Cors } from "./cors.ts";
import { decide, decideFor } from "./decide.ts";
import { deny } from "./decision.ts";
import type { Answers, Decision } from "./decision.ts";
import { explainDecision } from "./explain-decision.ts";
import type { DecisionExplanation } from "./explain-decision.ts";
import { gate } from "./gate.ts";
import type { Gate, GateOptions } from "./gate.ts";
import type { Issue } from "./issue.ts";
import { isLoopback } from "./canonical-origin.ts";
import { OriginAuthority } from "./origin-authority.ts";
import { isSerializedOrigin } from "./origin-syntax.ts";
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
  return Object.freeze({
    get policy() {
      return force.compiled.policy;
    },
    get warnings() {
      return force.warnings;
    },
    get isAsync() {
      return force.authority !== null;
    },
    decide: (request: CorsRequest): Decision => {
      const { compiled, authority } = force;
      if (authority !== null) throw asynchronous("decide");
      if (compiled.policy.debug === true) return decideTelling(compiled, request, answersAtOnce(compiled, request));
      return decide(compiled, request);
    },
    decideAsync: async (request: CorsRequest): Promise<Decision> => {
      const { compiled, authority } = force;
      return decideTelling(compiled, request, await answersTo(compiled, authority, request));
    },
    explain: (request: CorsRequest): DecisionExplanation => {
      const { compiled, authority } = force;
      if (authority !== null) throw asynchronous("explain");
      return explainDecision(compiled, request, answersAtOnce(compiled, request));
    },
    explainAsync: async (request: CorsRequest): Promise<DecisionExplanation> => {
      const { compiled, authority } = force;
      return explainDecision(compiled, request, await answersTo(compiled, authority, request));
    },
    gate: (request: CorsRequest, options?: GateOptions): Gate => {
      const { compiled, authority } = force;
      if (authority !== null) throw asynchronous("gate");
      return gate(request, answersAtOnce(compiled, request).actual.allowed, options);
    },
    gateAsync: async (request: CorsRequest, options?: GateOptions): Promise<Gate> => {
      const { compiled, authority } = force;
      return gate(request, (await answersTo(compiled, authority, request)).actual.allowed, options);
    },
    reconfigure: (next: Policy): void => {
      force = enforce(next, now);
    },
  });
}

/** Everything that changes when a policy does, in one value: who reads it once sees one policy. */
interface Force {
  readonly compiled: CompiledPolicy;
  readonly warnings: readonly Issue[];
  readonly authority: OriginAuthority | null;
}

function enforce(policy: Policy, now: () => number): Force {
  const checked = checkPolicy(policy);
  if (!checked.ok) throw new PolicyError(checked.issues);
  const compiled = compilePolicy(checked.policy);
  const authority = compiled.dynamic === null ? null : new OriginAuthority(compiled.dynamic, now);
  return { compiled, warnings: checked.warnings, authority };
}

function answersAtOnce(compiled: CompiledPolicy, request: CorsRequest): Answers {
  const origin = headerOf(request, "origin");
  return origin === undefined ? compiled.denied : (compiled.find(origin) ?? compiled.denied);
}

const notAnswered = deny("origin-not-answered", ["Origin"]);

async function answersTo(
  compiled: CompiledPolicy,
  authority: OriginAuthority | null,
  request: CorsRequest,
): Promise<Answers> {
  if (authority === null) return answersAtOnce(compiled, request);
  const origin = headerOf(request, "origin");
  if (origin === undefined || !mayBeAsked(compiled.policy, origin)) return compiled.denied;
  switch (await authority.ask(origin)) {
    case "allowed":
      return compiled.answersTo(origin);
    case "denied":
      return compiled.denied;
    case "not-answered":
      return notAnswered;
  }
}

/** What a list of origins could not hold, a function is not asked about. */
function mayBeAsked({ credentials, dangerously }: Policy, origin: string): boolean {
  if (!isSerializedOrigin(origin)) return false;
  if (credentials !== true || dangerously?.exposeToNetworkAttackers === true || !origin.startsWith("http:"))
    return true;
  return isLoopback("http", origin.slice("http://".length).replace(/:\d+$/, ""));
}

function decideTelling(compiled: CompiledPolicy, request: CorsRequest, answers: Answers): Decision {
  const isCors = headerOf(request, "origin") !== undefined;
  const decision = isCors ? decideFor(compiled, request, answers) : compiled.notCors;
  if (compiled.policy.debug !== true) return decision;
  return withServerTiming(decision, explainDecision(compiled, request, answers).sentence);
}

function asynchronous(name: "decide" | "explain" | "gate"): TypeError {
  return new TypeError(`origins.allows may have to be asked: await ${name}Async(request)`);
}
