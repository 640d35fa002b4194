import type { IncomingMessage } from "node:http";
import type { AnonymousPolicy, Decision } from "concors";
import type { Guard } from "./guard/guard.ts";
import type { CheckedLimits } from "./options/checked-options.ts";
import type { ProblemCode } from "./problem.ts";
import type { ParsedTarget } from "./target/parse-target.ts";

/** Methods that are about proxies themselves, or that show a client what it sent. */
const refusedMethods: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

/** What requests are refused by. */
export interface RefusalRules {
  readonly guard: Guard;
  readonly limits: CheckedLimits;
  /** What this proxy calls itself in `Via`. */
  readonly pseudonym: string;
}

/** Why a request is not passed on; null if it is. Nothing is looked up for that, and nothing connected to. */
export function refusalOf(
  request: IncomingMessage,
  decision: Decision,
  parsed: ParsedTarget,
  rules: RefusalRules & { readonly callers: AnonymousPolicy },
): ProblemCode | null {
  return (
    formRefusal(request, rules.limits) ??
    callerRefusal(decision, rules.callers) ??
    targetRefusal(request, parsed, rules)
  );
}

/** Why a request is not passed on, whoever sends it and whatever it asks for. */
export function formRefusal({ method = "", rawHeaders }: IncomingMessage, limits: CheckedLimits): ProblemCode | null {
  if (refusedMethods.has(method)) return "method-refused";
  return rawHeaders.length > 2 * limits.headerCount ? "request-headers-too-many" : null;
}

function callerRefusal(decision: Decision, callers: AnonymousPolicy): ProblemCode | null {
  if (!decision.allowed) return "origin-refused";
  // The page of an origin that is not allowed could leave its origin out: a picture has none.
  return decision.kind === "not-cors" && callers.origins !== "*" ? "origin-missing" : null;
}

/** Why a request is not passed on because of what it asks for. */
export function targetRefusal(
  { headers }: IncomingMessage,
  parsed: ParsedTarget,
  { guard, pseudonym }: Pick<RefusalRules, "guard" | "pseudonym">,
): ProblemCode | null {
  if (headers.via?.includes(pseudonym) === true) return "loop";
  if (headers.upgrade?.toLowerCase() === "websocket") return "upgrade-refused";
  if (headers["service-worker"] !== undefined) return "worker-refused";
  return parsed.ok ? guard.refusal(parsed.target) : parsed.code;
}
