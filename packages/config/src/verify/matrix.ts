import type { Header } from "concors/protocol";
import type { Grant, OriginMatch, Plan } from "../plan/plan.ts";
import { isExact } from "../plan/plan.ts";
import type { Case } from "./case.ts";
import { lookalikesOf, oddOrigins, originFor } from "./origins.ts";

/** A page of a site that has nothing to do with any policy. */
const stranger = "https://stranger.test";

/** What a plan is checked with: the same cases for every policy, around the strings that it has. */
export function matrixOf(plan: Plan): readonly Case[] {
  if (plan.routes.length === 0) return casesFor("/", plan.fallback);
  return [
    ...plan.routes.flatMap(({ kind, path, grant }) =>
      kind === "exact"
        ? caseList(grant, [["an exact path", path]])
        : [...casesFor(path === "/" ? "/" : `${path}/`, grant), ...caseList(grant, edgesOf(path))],
    ),
    ...casesFor("/elsewhere/", plan.fallback),
  ];
}

/** The edges of a prefix, where servers read paths differently. */
function edgesOf(path: string): readonly (readonly [name: string, path: string])[] {
  if (path === "/") return [];
  return [
    ["a prefix itself", path],
    ["a prefix with a query", `${path}?/ok`],
    ["a name that begins like a prefix", `${path}x`],
    ["a prefix in upper case", `${path.toUpperCase()}/ok`],
    ["a doubled slash before a prefix", `/${path}/ok`],
    ["an encoded letter in a prefix", `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}/ok`],
    ["an encoded slash after a prefix", `${path}%2Fok`],
  ];
}

/** An actual request and a preflight of an origin that may read, for each path. */
function caseList(grant: Grant | null, paths: readonly (readonly [name: string, path: string])[]): readonly Case[] {
  const origin = grant === null || grant.origins === "*" ? stranger : originFor(grant.origins[0]!);
  return paths.flatMap(([name, path]) => [
    { name, path, origin, method: "GET", headers: [], raw: true },
    { name: `${name}, a preflight`, path, origin, method: "OPTIONS", headers: [askFor("GET")], raw: true },
  ]);
}

function askFor(method: string): Header {
  return ["Access-Control-Request-Method", method];
}

const json: Header = ["Content-Type", "application/json"];

function casesFor(base: string, grant: Grant | null): readonly Case[] {
  const matches = grant === null || grant.origins === "*" ? [] : grant.origins;
  const origin = matches.length === 0 ? stranger : originFor(pageOrigin(matches));
  const page = (name: string, segment: string, more: Partial<Case> = {}): Case => ({
    name,
    path: `${base}${segment}`,
    origin,
    method: "GET",
    headers: [],
    ...more,
  });
  return [
    ...originCases(page, matches),
    ...preflightCases(page, grant),
    ...applicationCases(page),
    ...rawCases(page, matches),
  ];
}

type Page = (name: string, segment: string, more?: Partial<Case>) => Case;

/** The first that a page can have: browsers know pages of http and https. */
function pageOrigin(matches: readonly OriginMatch[]): OriginMatch {
  return matches.find(({ scheme }) => /^https?$/.test(scheme)) ?? matches[0]!;
}

/** Of each kind of pattern, the first: a thousand origins need no thousand times as many cases. */
function samples(matches: readonly OriginMatch[]): readonly OriginMatch[] {
  const kinds = new Map<string, OriginMatch>();
  for (const match of matches) {
    const kind = `${isExact(match)} ${match.subdomains} ${match.port === "*"} ${match.scheme} ${match.host.startsWith("[")}`;
    if (!kinds.has(kind)) kinds.set(kind, match);
  }
  const last = matches.at(-1);
  return [...new Set([...kinds.values(), ...(last === undefined ? [] : [last])])];
}

/** Who may read, and who may not, though a careless expression would let them. */
function originCases(page: Page, matches: readonly OriginMatch[]): readonly Case[] {
  const cases = samples(matches).flatMap((match) =>
    lookalikesOf(match).map(([name, origin]) =>
      page(`${name}, around ${match.pattern}`, "ok", isPageOrigin(origin) ? { origin } : { origin, raw: true }),
    ),
  );
  return [
    page("a stranger", "ok", { origin: stranger }),
    page("a sandboxed page", "ok", { origin: "null" }),
    page("no origin at all", "ok", { origin: null }),
    page("no origin, and an error", "status-500", { origin: null }),
    ...cases,
  ];
}

/** Browsers have pages of these schemes; another one's origin is sent by programs, and by applications on phones. */
function isPageOrigin(origin: string): boolean {
  return /^https?:/.test(origin) && URL.canParse(origin);
}

function preflightCases(page: Page, grant: Grant | null): readonly Case[] {
  const methods = grant === null || grant.methods === "*" ? ["PUT"] : grant.methods;
  const names = grant === null || grant.requestHeaders === "*" ? ["X-A", "Authorization"] : grant.requestHeaders;
  const put = methods.find((method) => !/^(?:GET|HEAD|POST)$/.test(method)) ?? "PUT";
  const set = (list: readonly string[]): readonly Header[] =>
    list.filter((name) => name !== "*").map((name) => (/^content-type$/i.test(name) ? json : [name, "1"]));
  return [
    page("a preflight that needs nothing but the origin", "ok", { headers: [["Content-Type", "text/x"]] }),
    page("a method of the policy", "ok", { method: put }),
    page("every header of the policy", "ok", { method: put, headers: set(names) }),
    page("a header in another case", "ok", { headers: set(names).map(([name, value]) => [name.toUpperCase(), value]) }),
    page("a method that may be unknown", "ok", { method: "PURGE" }),
    page("a method in lower case", "ok", { method: "patch" }),
    page("a header that may be unknown", "ok", { headers: [["X-Unknown", "1"]] }),
    page("a header beside one of the policy", "ok", { headers: [json, ["X-Unknown", "1"]] }),
    page("a header of authorization", "ok", { headers: [["Authorization", "Bearer x"]] }),
    page("a stranger's preflight", "ok", { method: put, origin: stranger }),
    page("a sandboxed page's preflight", "ok", { method: put, origin: "null" }),
    page("a preflight for what is missing", "status-404", { method: put, headers: set(names) }),
    page("a preflight for what asks for a password", "private", { method: put, headers: set(names) }),
    page("a preflight for what the application refuses", "options-405", { method: put }),
    page("a preflight while the application is down", "down", { method: put }),
    page("a preflight beside the application's own headers", "own-all", { method: put }),
    ...["HEAD", "POST", "PUT", "DELETE"].map((method) => page(`the method ${method}`, "ok", { method })),
  ];
}

function applicationCases(page: Page): readonly Case[] {
  const codes = [204, 304, 400, 401, 403, 404, 405, 409, 413, 429, 500, 502, 503, 504];
  return [
    ...codes.map((code) => page(`status ${code} of the application`, `status-${code}`)),
    page("a redirect", "status-302"),
    page("a redirect for good", "status-301"),
    page("the server's own error", "down"),
    page("the server asks for a password", "private"),
    page("the application hangs up", "broken"),
    page("a body that is too large", "ok", {
      method: "POST",
      headers: [["Content-Type", "text/plain"]],
      body: "a".repeat(2000),
    }),
    page("an answer in parts", "chunked"),
    page("a compressed answer", "gzip"),
    page("a range", "partial"),
    page("a cookie", "cookie"),
    ...["own-star", "own-reflect", "own-all", "own-error", "own-vary", "own-vary-twice"].flatMap((segment) => [
      page(`the application's ${segment}`, segment),
      page(`the application's ${segment}, and a stranger`, segment, { origin: stranger }),
    ]),
    page("a stranger, and an error", "status-500", { origin: stranger }),
    page("a stranger, and the server's own error", "down", { origin: stranger }),
  ];
}

/** What a program sends, and no browser. */
function rawCases(page: Page, matches: readonly OriginMatch[]): readonly Case[] {
  const raw = (name: string, more: Partial<Case>): Case => page(name, "ok", { raw: true, ...more });
  return [
    raw("OPTIONS without an origin", { method: "OPTIONS", origin: null }),
    raw("OPTIONS that asks for no method", { method: "OPTIONS" }),
    raw("OPTIONS that asks for a method, without an origin", {
      method: "OPTIONS",
      origin: null,
      headers: [askFor("PUT")],
    }),
    raw("a preflight for a private network", {
      method: "OPTIONS",
      headers: [askFor("PUT"), ["Access-Control-Request-Private-Network", "true"]],
    }),
    raw("GET that asks for a method", { headers: [askFor("PUT")] }),
    raw("a stranger's GET that asks for a method", { origin: stranger, headers: [askFor("PUT")] }),
    raw("an origin that is no origin", { origin: "*" }),
    raw("an origin of ten thousand characters", { origin: `https://${"a".repeat(3000)}.test` }),
    ...twoLineCases(raw, matches),
    ...[matches.find(isExact), matches.find((match) => !isExact(match))]
      .filter((match) => match !== undefined)
      .flatMap((match) => oddOrigins(match).map(([name, origin]) => raw(`${name}, of ${match.pattern}`, { origin }))),
  ];
}

/** The names of cases with two `Origin` lines in one request. */
export const twoLines = {
  lastStrange: "two lines of origin, the last a stranger's",
  firstStrange: "two lines of origin, the first a stranger's",
  alike: "two lines of one origin",
  preflight: "a preflight with two lines of origin",
} as const;

/** Two lines are one value of two origins to whoever joins them, which is no origin. */
function twoLineCases(
  raw: (name: string, more: Partial<Case>) => Case,
  matches: readonly OriginMatch[],
): readonly Case[] {
  const [first] = matches;
  if (first === undefined) return [];
  const reader = originFor(first);
  const last = (origin: string): readonly Header[] => [["Origin", origin]];
  return [
    raw(twoLines.lastStrange, { origin: reader, headers: last(stranger) }),
    raw(twoLines.firstStrange, { origin: stranger, headers: last(reader) }),
    raw(twoLines.alike, { origin: reader, headers: last(reader) }),
    raw(twoLines.preflight, { origin: reader, method: "OPTIONS", headers: [...last(stranger), askFor("PUT")] }),
  ];
}

/** Whether a case has two `Origin` lines. */
export function hasTwoLines({ headers }: Case): boolean {
  return headers.some(([name]) => name === "Origin");
}
