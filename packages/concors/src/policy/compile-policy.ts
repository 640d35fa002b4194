import { allow, deny, freeze } from "./decision.ts";
import type { Answers, DecisionHeader, NotCorsDecision } from "./decision.ts";
import { OriginSet } from "./origin-set.ts";
import type { DynamicOrigins, Policy } from "./policy.ts";
import { RecentOrigins } from "./recent-origins.ts";

/** A policy, made ready to be asked a million times a second. */
export interface CompiledPolicy {
  readonly policy: Policy;
  /** Whom to ask about an origin; null if the policy knows by itself. */
  readonly dynamic: DynamicOrigins | null;
  /** What of a preflight has to be repeated in its answer. */
  readonly echoes: { readonly method: boolean; readonly headers: boolean };
  readonly notCors: NotCorsDecision;
  readonly denied: Answers;
  /** What an origin is answered that is allowed. */
  readonly answersTo: (origin: string) => Answers;
  /** What an origin is answered if the policy allows it by itself. */
  readonly find: (origin: string) => Answers | null;
}

/** @param policy one that checkPolicy gave */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const { origins } = policy;
  const isOpen = origins === "*";
  const vary = Object.freeze(isOpen ? [] : ["Origin"]);
  const responseHeaders = freezeAll(responseHeadersOf(policy));
  const preflightHeaders = freezeAll(preflightHeadersOf(policy));
  const answersTo = (origin: string): Answers => {
    const allowOrigin = Object.freeze(["Access-Control-Allow-Origin", origin] as const);
    return allow(
      Object.freeze([allowOrigin, ...responseHeaders]),
      Object.freeze([allowOrigin, ...preflightHeaders]),
      vary,
    );
  };
  const open = isOpen ? answersTo("*") : null;
  const credentials = policy.credentials === true;
  return {
    policy,
    dynamic: isOpen || isList(origins) ? null : origins,
    echoes: {
      method: credentials && policy.methods === "*",
      headers: credentials && policy.requestHeaders === "*",
    },
    // Of an open policy it is the same as for a page: a cache may have it from a request without an origin.
    notCors: freeze({ kind: "not-cors", allowed: true, headers: open === null ? [] : open.actual.headers, vary }),
    denied: deny("origin-not-allowed", vary),
    ...(open === null
      ? finding(answersTo, isList(origins) ? new OriginSet(origins) : null)
      : { answersTo: () => open, find: () => open }),
  };
}

function isList(origins: Policy["origins"]): origins is readonly ("null" | `${string}://${string}`)[] {
  return Array.isArray(origins);
}

/** What every answer but a preflight's says beside the origin. */
function responseHeadersOf({ credentials, exposedHeaders }: Policy): DecisionHeader[] {
  const headers: DecisionHeader[] = [];
  if (credentials === true) headers.push(["Access-Control-Allow-Credentials", "true"]);
  addList(headers, "Access-Control-Expose-Headers", exposedHeaders);
  return headers;
}

/**
 * What the answer to a preflight says beside the origin: always the same. The browser judges, which can name what it
 * did not find in a list; and what it keeps serves all other requests to the same URL.
 */
function preflightHeadersOf({ credentials, methods, requestHeaders, maxAge }: Policy): DecisionHeader[] {
  const headers: DecisionHeader[] = [];
  if (credentials === true) headers.push(["Access-Control-Allow-Credentials", "true"]);
  // Where credentials are included, `*` is a name like any other.
  if (credentials !== true || methods !== "*") addList(headers, "Access-Control-Allow-Methods", methods);
  if (credentials !== true || requestHeaders !== "*") addList(headers, "Access-Control-Allow-Headers", requestHeaders);
  if (maxAge !== undefined) headers.push(["Access-Control-Max-Age", String(maxAge)]);
  return headers;
}

function addList(headers: DecisionHeader[], name: string, list: "*" | readonly string[] | undefined): void {
  if (list === undefined || list.length === 0) return;
  headers.push([name, list === "*" ? list : list.join(", ")]);
}

function freezeAll(headers: readonly DecisionHeader[]): readonly DecisionHeader[] {
  for (const header of headers) Object.freeze(header);
  return headers;
}

/** What was asked about before is remembered. */
function finding(
  create: (origin: string) => Answers,
  listed: OriginSet | null,
): Pick<CompiledPolicy, "answersTo" | "find"> {
  const recent = new RecentOrigins();
  const answersTo = (origin: string): Answers => {
    const remembered = recent.get(origin);
    if (remembered !== undefined && remembered !== null) return remembered;
    const answers = create(origin);
    recent.set(origin, answers);
    return answers;
  };
  const find = (origin: string): Answers | null => {
    // How long a header is, is up to whoever sends it: what is too long is not even looked at.
    if (listed === null || origin.length > listed.longest) return null;
    const remembered = recent.get(origin);
    if (remembered !== undefined) return remembered;
    if (listed.has(origin)) return answersTo(origin);
    recent.set(origin, null);
    return null;
  };
  return { answersTo, find };
}
