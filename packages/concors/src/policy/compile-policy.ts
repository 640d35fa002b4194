import { allow, decisionHeader, deny, freeze } from "./decision.ts";
import type { Answers, DecisionHeader, NotCorsDecision, PreflightDecision } from "./decision.ts";
import { originAuthority } from "./origin-authority.ts";
import { longestOrigin, parseOriginPattern } from "./origin-pattern.ts";
import { isOpenToNetwork } from "./origin-risks.ts";
import { originSet } from "./origin-set.ts";
import type { Policy } from "./policy.ts";
import { remember } from "./recent-answers.ts";

/** A policy, made ready to be asked a million times a second. */
export interface CompiledPolicy {
  readonly policy: Policy;
  /** Whether somebody has to be asked about an origin: only then `answersTo` may give a promise. */
  readonly isAsync: boolean;
  /** What of a preflight has to be repeated in its answer: beside credentials, `*` is a name like any other. */
  readonly echoes: Echoes;
  readonly notCors: NotCorsDecision;
  readonly answersTo: (origin: string) => Answers | Promise<Answers>;
}

interface Echoes {
  readonly method: boolean;
  readonly headers: boolean;
  /** The answer to a preflight that asks for what no browser does. */
  readonly malformed: PreflightDecision;
}

/** @param policy one that was checked */
export function compilePolicy(policy: Policy, now: () => number): CompiledPolicy {
  const { origins, credentials, methods, requestHeaders } = policy;
  const echoesMethod = credentials === true && methods === "*";
  const echoesHeaders = credentials === true && requestHeaders === "*";
  const vary = origins === "*" ? [] : ["Origin"];
  const preflightVary = [
    ...vary,
    ...(echoesMethod ? ["Access-Control-Request-Method"] : []),
    ...(echoesHeaders ? ["Access-Control-Request-Headers"] : []),
  ];
  const { preflight: malformed } = deny("request-malformed", preflightVary);
  const echoes: Echoes = { method: echoesMethod, headers: echoesHeaders, malformed };
  const allowing = allowingBy(policy, echoes, vary);
  const denied = deny("origin-not-allowed", vary);
  let headers: readonly DecisionHeader[] = [];
  const isAsync = origins !== "*" && "allows" in origins;
  let answersTo: CompiledPolicy["answersTo"];

  if (origins === "*") {
    const open = allowing(origins);
    answersTo = () => open;
    // Without an origin the same as for a page: a cache may have it from such a request.
    ({ headers } = open.actual);
  } else if (!isAsync) {
    const has = originSet(origins);
    const find = remember((origin) => (has(origin) ? allowing(origin) : denied));
    // How long a header is, is up to whoever sends it: what is too long is not even looked at.
    answersTo = (origin) => (origin.length > longestOrigin ? denied : find(origin));
  } else {
    const ask = originAuthority(origins, now);
    const find = remember(allowing);
    answersTo = async (origin) => {
      const verdict = mayBeAsked(policy, origin) && (await ask(origin));
      return verdict === null ? notAnswered : verdict ? find(origin) : denied;
    };
  }
  return { policy, isAsync, echoes, notCors: freeze({ kind: "not-cors", allowed: true, headers, vary }), answersTo };
}

const notAnswered = deny("origin-not-answered", ["Origin"]);

/** What a list of origins could not hold, a function is not asked about. */
function mayBeAsked({ credentials, dangerously }: Policy, origin: string): boolean {
  const pattern = origin.includes("*") ? null : parseOriginPattern(origin);
  if (pattern === null) return false;
  return credentials !== true || dangerously?.exposeToNetworkAttackers === true || !isOpenToNetwork(pattern);
}

/**
 * What origins are answered that are allowed: of a preflight always the same. The browser judges, which can name what it
 * did not find in a list; and what it keeps serves all other requests to the same URL.
 */
function allowingBy(policy: Policy, echoes: Echoes, vary: readonly string[]): (origin: string) => Answers {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = policy;
  const everywhere = header("Access-Control-Allow-Credentials", credentials || undefined);
  const actual = [...everywhere, ...header("Access-Control-Expose-Headers", exposedHeaders)];
  const preflight = [
    ...everywhere,
    ...header("Access-Control-Allow-Methods", echoes.method ? undefined : methods),
    ...header("Access-Control-Allow-Headers", echoes.headers ? undefined : requestHeaders),
    ...header("Access-Control-Max-Age", maxAge),
  ];
  return (origin) => {
    const allowOrigin = decisionHeader("Access-Control-Allow-Origin", origin);
    return allow([allowOrigin, ...actual], vary, [allowOrigin, ...preflight], echoes.malformed.vary);
  };
}

/** A header, if there is something to say in it. */
function header(name: string, value: unknown): readonly DecisionHeader[] {
  const text = [value].flat().join(", ");
  return text === "" ? [] : [decisionHeader(name, text)];
}
