import { isToken } from "../protocol/http-token.ts";
import { isForbiddenMethod } from "../protocol/method.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import { decisionHeader, deny, freeze } from "./decision.ts";
import type { Answers, Decision, DecisionHeader, PreflightDecision } from "./decision.ts";

/** What of a request decides, beside its origin. */
interface Asking {
  readonly method?: string | undefined;
}

/** The value of a header, given its name in lower case; undefined if it is not there. */
export type ReadHeader<Request> = (request: Request, name: string) => string | undefined;

/** Decides, given what the request's origin is answered; null if it has none. */
export function decideFor<Request extends Asking>(
  { echoes, notCors }: CompiledPolicy,
  request: Request,
  answers: Answers | null,
  read: ReadHeader<Request>,
): Decision {
  if (answers === null) return notCors;
  const { actual, preflight } = answers;
  // Any other OPTIONS is the application's.
  if (request.method !== "OPTIONS" || read(request, "access-control-request-method") === undefined) return actual;
  if (!preflight.allowed || !(echoes.method || echoes.headers)) return preflight;
  return echo(echoes, request, preflight, read);
}

/** How many characters of a method are repeated. */
export const longestMethod = 64;
/** And of a list of header names. */
export const longestNames = 384;

/**
 * Repeats what a preflight asks for: where credentials are included, there is no other way to allow any method or any
 * header. Only what a browser can have sent is repeated, and no more of it than an honest page has.
 */
function echo<Request>(
  echoes: CompiledPolicy["echoes"],
  request: Request,
  constant: PreflightDecision,
  read: ReadHeader<Request>,
): PreflightDecision {
  const headers: DecisionHeader[] = [...constant.headers];
  const vary = [...constant.vary];
  let wellFormed = true;
  if (echoes.method) {
    const method = read(request, "access-control-request-method") ?? "";
    wellFormed = method.length <= longestMethod && isToken(method) && !isForbiddenMethod(method);
    headers.push(decisionHeader("Access-Control-Allow-Methods", method));
    vary.push("Access-Control-Request-Method");
  }
  if (echoes.headers) {
    const names = read(request, "access-control-request-headers");
    if (names !== undefined) {
      wellFormed &&= names.length <= longestNames && tokenList.test(names);
      headers.push(decisionHeader("Access-Control-Allow-Headers", names));
    }
    vary.push("Access-Control-Request-Headers");
  }
  if (!wellFormed) return deny("request-malformed", vary).preflight;
  return freeze({ kind: "preflight", allowed: true, status: 204, headers, vary });
}

/**
 * A list of tokens. Elements may be empty, and have a space around them: RFC 9110, 5.6.1. No two parts of it can match the
 * same text, so it takes one step a character.
 */
const tokenList = /^[\t ]?[\w!#$%&'*+.^`|~-]*(?:[\t ]?,[\t ]?[\w!#$%&'*+.^`|~-]*)*[\t ]?$/;
