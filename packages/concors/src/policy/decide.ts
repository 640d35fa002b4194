import { isTokenCode } from "../protocol/http-token.ts";
import { isForbiddenMethod, isMethod } from "../protocol/method.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import { freeze } from "./decision.ts";
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

const longestMethod = 64;
const longestHeaderNames = 1024;

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
    wellFormed = method.length <= longestMethod && isMethod(method) && !isForbiddenMethod(method);
    headers.push(["Access-Control-Allow-Methods", method]);
    vary.push("Access-Control-Request-Method");
  }
  if (echoes.headers) {
    const names = headerOf(request, "access-control-request-headers");
    if (names !== undefined) {
      wellFormed &&= names.length <= longestHeaderNames && isTokenList(names);
      headers.push(["Access-Control-Allow-Headers", names]);
    }
    vary.push("Access-Control-Request-Headers");
  }
  if (wellFormed) return freeze({ kind: "preflight", allowed: true, status: 204, headers, vary });
  return freeze({ kind: "preflight", allowed: false, reason: "request-malformed", status: 403, headers: [], vary });
}

/** Whether value is a list of tokens. Elements may be empty, and have whitespace around them: RFC 9110, 5.6.1. */
function isTokenList(value: string): boolean {
  // Whether a token has ended and only a comma may follow.
  let ended = false;
  let inToken = false;
  for (let position = 0; position < value.length; position++) {
    const code = value.charCodeAt(position);
    if (code === 0x2c) {
      ended = false;
      inToken = false;
    } else if (code === 0x20 || code === 0x09) {
      ended ||= inToken;
    } else if (ended || !isTokenCode(code)) {
      return false;
    } else {
      inToken = true;
    }
  }
  return true;
}
