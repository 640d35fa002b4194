import type { Exchange, Trace } from "@concors/browser/engine";
import {
  corsUnsafeRequestHeaderNames,
  extractAllowedHeaderNames,
  extractAllowedMethods,
  extractHeaderListValues,
  get,
  isCorsSafelistedMethod,
  parseOrigin,
} from "concors/protocol";
import { canonicalName } from "../words.ts";

/** What a server has to grant for one request to pass: this page, this method, these headers; and what it grants already. */
export interface Grant {
  /** The page's origin first, then those that the server allows already; or `*` alone, if that is what it allows. */
  readonly origins: readonly string[];
  /** Whether the request includes them, or the server takes them from an origin that it names already. */
  readonly credentials: boolean;
  /** Names of headers that the server lets pages read already, and of those that this page reads. */
  readonly exposedHeaders: readonly string[];
  /** For how many seconds the server lets a preflight be remembered already; null if it says nothing. */
  readonly maxAge: number | null;
  /** null: no preflight comes. */
  readonly preflight: {
    /** What `Access-Control-Allow-Methods` has to list; empty if the header is not needed. */
    readonly methods: readonly string[];
    readonly headerNames: readonly string[];
  } | null;
}

/**
 * The least that makes a request pass, keeping what the server grants already; null for a page without an origin.
 *
 * @param reads the names of the headers that the page reads of the answer
 */
export function grantOf(trace: Trace, reads: readonly string[] = []): Grant | null {
  const { request, exchanges } = trace;
  if (request.origin === "null") return null;
  const credentials = request.credentials === "include" || exchanges.some(allowsCredentials);
  const isPublic = !credentials && exchanges.some((exchange) => allowedOrigin(exchange) === "*");
  // Whom the server allows without credentials is not to have them now.
  const others = exchanges.filter((exchange) => !credentials || allowsCredentials(exchange)).flatMap(namedOrigin);
  return {
    origins: isPublic ? ["*"] : [...new Set([request.origin, ...others])],
    credentials,
    exposedHeaders: exposedHeaders(exchanges, reads, credentials),
    maxAge: maxAge(exchanges),
    preflight: exchanges.some(({ preflightReasons }) => preflightReasons.length > 0)
      ? preflightGrant(trace, credentials)
      : null,
  };
}

function allowedOrigin({ response }: Exchange): string | null {
  return get(response?.headers ?? [], "Access-Control-Allow-Origin");
}

/** The origin that an answer allows by its name, if it does. */
export function namedOrigin(exchange: Exchange): string[] {
  const allowed = allowedOrigin(exchange);
  return allowed === null || parseOrigin(allowed) === null ? [] : [allowed];
}

/** Whether an answer lets an origin that it names include credentials. */
function allowsCredentials(exchange: Exchange): boolean {
  const { response } = exchange;
  const isAllowed = get(response?.headers ?? [], "Access-Control-Allow-Credentials") === "true";
  return isAllowed && namedOrigin(exchange).length > 0;
}

function exposedHeaders(exchanges: readonly Exchange[], reads: readonly string[], credentials: boolean): string[] {
  const names = exchanges.flatMap(({ kind, response }) => {
    if (kind === "preflight" || response === null) return [];
    const listed = extractHeaderListValues("Access-Control-Expose-Headers", response.headers);
    return listed === "failure" || listed === null ? [] : listed.filter(isPlain);
  });
  return granted(names, reads.filter(isPlain), credentials, sameName);
}

/** What browsers take for a number of seconds, and a policy too. */
function maxAge(exchanges: readonly Exchange[]): number | null {
  const values = exchanges.flatMap(({ response }) => get(response?.headers ?? [], "Access-Control-Max-Age") ?? []);
  const seconds = values.findLast((value) => /^\d{1,6}$/.test(value));
  return seconds === undefined ? null : Math.min(Number(seconds), longestMaxAge);
}

const longestMaxAge = 86_400;

function preflightGrant({ request, exchanges }: Trace, credentials: boolean): NonNullable<Grant["preflight"]> {
  const answers = exchanges.flatMap(({ kind, response }) =>
    kind === "preflight" && response !== null ? [response.headers] : [],
  );
  // `patch` is never what a server means.
  const method = request.method.toUpperCase();
  const allowedMethods = answers.flatMap((headers) => {
    const methods = extractAllowedMethods({ method, useCorsPreflight: false }, headers);
    return methods.ok
      ? (methods.methods ?? []).filter((item) => isPlain(item) && (item === method || item.toUpperCase() !== method))
      : [];
  });
  const allowedNames = answers.flatMap((headers) => {
    const names = extractAllowedHeaderNames(headers);
    return names.ok ? (names.headerNames ?? []).filter(isPlain) : [];
  });
  const wanted = corsUnsafeRequestHeaderNames(request.headers).filter((name) => !name.startsWith("access-control-"));
  return {
    methods: granted(allowedMethods, isCorsSafelistedMethod(method) ? [] : [method], credentials, sameMethod),
    headerNames: granted(
      allowedNames,
      wanted.map((name) => asWritten(name, request.headers)),
      credentials,
      sameName,
    ),
  };
}

/** A token may hold quotes and dollars, and what servers send ends up in configuration. */
function isPlain(name: string): boolean {
  return /^[\w-]+$|^\*$/.test(name);
}

/** What is allowed, and what is wanted besides; a `*` that counts is enough, but does not cover Authorization. */
function granted(
  allowed: readonly string[],
  wanted: readonly string[],
  credentials: boolean,
  same: (a: string, b: string) => boolean,
): string[] {
  const unique = allowed.filter((item, index) => allowed.indexOf(item) === index && !(credentials && item === "*"));
  const isOpen = unique.includes("*");
  const missing = wanted.filter(
    (item) => !unique.some((other) => same(item, other)) && !(isOpen && !sameName(item, "authorization")),
  );
  return [...unique, ...missing];
}

function sameMethod(a: string, b: string): boolean {
  return a === b;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The name as the page spells it, or as it is usually spelt. */
function asWritten(name: string, headers: Trace["request"]["headers"]): string {
  const written = headers.find(([key]) => sameName(key, name))?.[0] ?? name;
  return written === name ? canonicalName(name) : written;
}
