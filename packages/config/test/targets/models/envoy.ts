import { parse } from "yaml";
import { valueOf } from "./model.ts";
import type { Model, ModelRequest, ModelResponse, Upstream } from "./model.ts";

interface StringMatcher {
  readonly exact?: string;
  readonly safe_regex?: { readonly regex: string };
}

interface CorsPolicy {
  readonly allow_origin_string_match?: readonly StringMatcher[];
  readonly allow_methods?: string;
  readonly allow_headers?: string;
  readonly expose_headers?: string;
  readonly max_age?: string;
  readonly allow_credentials?: boolean;
  readonly forward_not_matching_preflights?: boolean;
}

interface Said {
  readonly typed_per_filter_config: { readonly "envoy.filters.http.cors"?: CorsPolicy };
  readonly response_headers_to_remove?: readonly string[];
  readonly response_headers_to_add?: readonly { header: { key: string; value: string } }[];
}

interface Route extends Said {
  readonly match: {
    readonly path?: string;
    readonly prefix?: string;
    readonly path_separated_prefix?: string;
    readonly safe_regex?: { readonly regex: string };
  };
}

export interface VirtualHost {
  readonly cors: CorsPolicy | undefined;
  readonly remove: readonly string[];
  readonly add: readonly (readonly [string, string])[];
}

/**
 * Envoy's CORS filter in front of its router.
 *
 * The router applies the header rules of the virtual host to an application's answer before any filter sees it: what is
 * to be removed, then what is to be added. The filter answers preflights itself, with 200 and without those rules; of
 * any other answer it sets the headers if the origin is allowed, and otherwise touches nothing. An origin is allowed if a
 * matcher takes it or takes `*`. A list that is `*` alone is answered with what was asked for. Of routes, the first that
 * takes the path decides; what it says of CORS replaces what the virtual host says, and its header rules come first.
 *
 * @see https://github.com/envoyproxy/envoy/blob/001cbf1/source/extensions/filters/http/cors/cors_filter.cc
 */
export const envoyModel: Model = ([, virtualHost = ""], request, upstream) => {
  const host = parse(virtualHost) as Said & { readonly routes?: readonly Route[] };
  const route = host.routes?.find(({ match }) => takesPath(match, request.path));
  const said = [...(route === undefined ? [] : [route]), host];
  return answerOf(
    {
      cors: said.map((one) => one.typed_per_filter_config?.["envoy.filters.http.cors"]).find((cors) => cors),
      remove: said.flatMap((one) => one.response_headers_to_remove ?? []),
      add: said.flatMap(
        (one) => one.response_headers_to_add?.map(({ header }) => [header.key, header.value] as const) ?? [],
      ),
    },
    request,
    upstream,
  );
};

function takesPath(
  { path, prefix, path_separated_prefix: segments, safe_regex: expression }: Route["match"],
  requested: string,
): boolean {
  if (path !== undefined) return path === requested;
  if (prefix !== undefined) return requested.startsWith(prefix);
  if (segments !== undefined) return requested === segments || requested.startsWith(`${segments}/`);
  return takesWhole(expression!.regex, requested);
}

/** As RE2 takes a whole text, whose flags stand in front. */
export function takesWhole(expression: string, text: string): boolean {
  const ignoresCase = expression.startsWith("(?i)");
  return new RegExp(`^(?:${expression.slice(ignoresCase ? 4 : 0)})$`, ignoresCase ? "i" : "").test(text);
}

export function answerOf({ cors, remove, add }: VirtualHost, request: ModelRequest, upstream: Upstream): ModelResponse {
  const routed = (): ModelResponse => {
    const { status, headers } = upstream(request);
    for (const name of remove) headers.delete(name);
    for (const [name, value] of add) headers.append(name, value);
    return { status, headers };
  };
  const origin = valueOf(request.headers, "origin");
  if (cors === undefined || origin === "") return routed();
  const isAllowed = (cors.allow_origin_string_match ?? []).some(
    (matcher) => takes(matcher, "*") || takes(matcher, origin),
  );
  const isPreflight = request.method === "OPTIONS" && valueOf(request.headers, "access-control-request-method") !== "";
  if (isPreflight && (isAllowed || cors.forward_not_matching_preflights === false))
    return { status: 200, headers: preflightHeaders(cors, request.headers, isAllowed ? origin : null) };
  const answer = routed();
  if (isAllowed && !isPreflight) {
    answer.headers.set("Access-Control-Allow-Origin", origin);
    if (cors.allow_credentials === true) answer.headers.set("Access-Control-Allow-Credentials", "true");
    if (cors.expose_headers !== undefined) answer.headers.set("Access-Control-Expose-Headers", cors.expose_headers);
  }
  return answer;
}

function preflightHeaders(cors: CorsPolicy, asked: Headers, origin: string | null): Headers {
  const headers = new Headers();
  if (origin !== null) headers.set("Access-Control-Allow-Origin", origin);
  if (cors.allow_credentials === true) headers.set("Access-Control-Allow-Credentials", "true");
  const methods = cors.allow_methods === "*" ? asked.get("access-control-request-method") : cors.allow_methods;
  if (methods !== undefined) headers.set("Access-Control-Allow-Methods", methods ?? "");
  const names = cors.allow_headers === "*" ? asked.get("access-control-request-headers") : cors.allow_headers;
  if (names !== undefined) headers.set("Access-Control-Allow-Headers", names ?? "");
  if (cors.max_age !== undefined) headers.set("Access-Control-Max-Age", cors.max_age);
  return headers;
}

function takes({ exact, safe_regex: expression }: StringMatcher, value: string): boolean {
  return expression === undefined ? exact === value : takesWhole(expression.regex, value);
}
