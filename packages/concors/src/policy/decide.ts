import { isToken } from "../protocol/http-token.ts";
import { isForbiddenMethod } from "../protocol/method.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import { decisionHeader, freeze } from "./decision.ts";
import type { Answers, Decision, DecisionHeader, PreflightDecision } from "./decision.ts";

/** What of a request decides, beside its origin. */
interface Asking {
  readonly method?: string | undefined;
}

/** The value of a header, given its name in lower case; undefined if it is not there. */
export type ReadHeader<Request> = (request: Request, name: string) => string | undefined;

/** Decides, given what the request's origin is answered; null if it has none. */
export function decideFor<Request extends Asking>(
  compiled: CompiledPolicy,
  request: Request,
  answers: Answers | null,
  read: ReadHeader<Request>,
): Decision {
  if (answers === null) return compiled.notCors;
  return request.method === "OPTIONS" ? decideOptions(compiled, request, answers, read) : answers.actual;
}

function decideOptions<Request extends Asking>(
  { echoes }: CompiledPolicy,
  request: Request,
  { actual, preflight }: Answers,
  read: ReadHeader<Request>,
): Decision {
  const method = read(request, "access-control-request-method");
  // Any other OPTIONS is the application's.
  if (method === undefined) return actual;
  if (!preflight.allowed || !(echoes.method || echoes.headers)) return preflight;
  return echo(echoes, preflight, method, echoes.headers ? read(request, "access-control-request-headers") : undefined);
}

/** How many characters of a method are repeated. */
export const longestMethod = 64;
/** And of a list of header names. */
export const longestNames = 512;
/** And of one with spaces, which no browser sends. */
export const longestSpaced = 256;

/**
 * Repeats what a preflight asks for: where credentials are included, there is no other way to allow any method or any
 * header. Only what a browser can have sent is repeated, and no more of it than an honest page has.
 */
function echo(
  { method: echoesMethod, malformed }: CompiledPolicy["echoes"],
  { headers, vary }: PreflightDecision,
  method: string,
  names: string | undefined,
): PreflightDecision {
  const all: DecisionHeader[] = [...headers];
  if (echoesMethod) {
    if (method.length > longestMethod || !isToken(method) || isForbiddenMethod(method)) return malformed;
    all.push(decisionHeader("Access-Control-Allow-Methods", method));
  }
  if (names !== undefined) {
    // Gone through once more only if there is something to look for.
    const isSpaced = names.includes(" ");
    if (names.length > (isSpaced ? longestSpaced : longestNames) || notOfTokens.test(names)) return malformed;
    if (isSpaced && betweenNames.test(names)) return malformed;
    all.push(decisionHeader("Access-Control-Allow-Headers", names));
  }
  return freeze({ kind: "preflight", allowed: true, status: 204, headers: all, vary });
}

/** What is in no list of tokens; looking for it takes a nanosecond a character, whatever the list. */
const notOfTokens = /[^\w!#$%&'*+.^`|~, -]/;

/** A space that is not beside a comma, as it may be in a list: RFC 9110, 5.6.1. */
const betweenNames = /[^, ] [^,]/;
