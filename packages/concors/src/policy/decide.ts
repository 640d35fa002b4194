import { isForbiddenMethod, isMethod } from "../protocol/method.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import { deny } from "./decision.ts";
import type { Answers, Decision, DecisionHeader, PreflightDecision } from "./decision.ts";
import { headerOf, isPreflight } from "./request.ts";
import type { CorsRequest } from "./request.ts";

/** Decides by a policy that knows its origins itself. */
export function decide(compiled: CompiledPolicy, request: CorsRequest): Decision {
  const origin = headerOf(request, "origin");
  if (origin === undefined) return compiled.notCors;
  return decideFor(compiled, request, compiled.find(origin) ?? compiled.denied);
}

/** Decides, given what the request's origin is answered. */
export function decideFor(compiled: CompiledPolicy, request: CorsRequest, answers: Answers): Decision {
  if (!isPreflight(request)) return answers.actual;
  const { echoes } = compiled;
  if (!answers.preflight.allowed || !(echoes.method || echoes.headers)) return answers.preflight;
  return echo(compiled, request, answers.preflight);
}

/** How many characters of a method, and of a list of header names, are repeated. */
export const longestEcho = { method: 64, headers: 384 } as const;

/**
 * Repeats what a preflight asks for: where credentials are included, there is no other way to allow any method or any
 * header. Only what a browser can have sent is repeated, and no more of it than an honest page has.
 */
function echo({ echoes }: CompiledPolicy, request: CorsRequest, constant: PreflightDecision): PreflightDecision {
  const headers: DecisionHeader[] = [...constant.headers];
  const vary = [...constant.vary];
  let wellFormed = true;
  if (echoes.method) {
    const method = headerOf(request, "access-control-request-method") ?? "";
    wellFormed = method.length <= longestEcho.method && isMethod(method) && !isForbiddenMethod(method);
    headers.push(Object.freeze(["Access-Control-Allow-Methods", method] as const));
    vary.push("Access-Control-Request-Method");
  }
  if (echoes.headers) {
    const names = headerOf(request, "access-control-request-headers");
    if (names !== undefined) {
      wellFormed &&= names.length <= longestEcho.headers && tokenList.test(names);
      headers.push(Object.freeze(["Access-Control-Allow-Headers", names] as const));
    }
    vary.push("Access-Control-Request-Headers");
  }
  Object.freeze(vary);
  if (!wellFormed) return deny("request-malformed", vary).preflight;
  return Object.freeze({ kind: "preflight", allowed: true, status: 204, headers: Object.freeze(headers), vary });
}

/**
 * A list of tokens. Elements may be empty, and have a space around them: RFC 9110, 5.6.1. No two parts of it can match the
 * same text, so it takes one step a character.
 */
const tokenList = /^[\t ]?[\w!#$%&'*+.^`|~-]*(?:[\t ]?,[\t ]?[\w!#$%&'*+.^`|~-]*)*[\t ]?$/;
