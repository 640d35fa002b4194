import { parse } from "yaml";
import { valueOf } from "./model.ts";
import type { Model, ModelRequest } from "./model.ts";

interface HeadersMiddleware {
  readonly customResponseHeaders?: Readonly<Record<string, string>>;
  readonly accessControlAllowOriginList?: readonly string[];
  readonly accessControlAllowOriginListRegex?: readonly string[];
  readonly accessControlAllowMethods?: readonly string[];
  readonly accessControlAllowHeaders?: readonly string[];
  readonly accessControlExposeHeaders?: readonly string[];
  readonly accessControlAllowCredentials?: boolean;
  readonly accessControlMaxAge?: number;
  readonly addVaryHeader?: boolean;
}

/**
 * Traefik's Headers middleware.
 *
 * It answers a preflight itself if anything of CORS is configured, with 200 and whatever the origin is: only
 * `Access-Control-Allow-Origin` depends on it. Of any other answer it applies the custom headers first, an empty one as a
 * removal. Expressions are not anchored. Beside credentials, a `*` in a list is answered with what was asked for, and one
 * in the exposed headers not at all.
 *
 * @see https://github.com/traefik/traefik/blob/fd5a576/pkg/middlewares/headers/header.go
 */
export const traefikModel: Model = ([file = ""], request, upstream) => {
  const { http } = parse(file) as { http: { middlewares: { cors: { headers: HeadersMiddleware } } } };
  const said = http.middlewares.cors.headers;
  const allowed = allowedOrigin(said, valueOf(request.headers, "origin"));
  const isPreflight =
    request.method === "OPTIONS" &&
    valueOf(request.headers, "origin") !== "" &&
    valueOf(request.headers, "access-control-request-method") !== "";
  if (isPreflight && hasCors(said)) {
    const headers = preflightHeaders(said, request);
    if (allowed !== null) headers.set("Access-Control-Allow-Origin", allowed);
    return { status: 200, headers };
  }
  const { status, headers } = upstream(request);
  for (const [name, value] of Object.entries(said.customResponseHeaders ?? {})) {
    if (value === "") headers.delete(name);
    else headers.set(name, value);
  }
  if (allowed !== null) headers.set("Access-Control-Allow-Origin", allowed);
  if (said.accessControlAllowCredentials === true) headers.set("Access-Control-Allow-Credentials", "true");
  expose(said, headers);
  if (said.addVaryHeader === true && headers.get("Vary") !== "Origin") headers.append("Vary", "Origin");
  return { status, headers };
};

function hasCors({ customResponseHeaders: _custom, ...cors }: HeadersMiddleware): boolean {
  return Object.keys(cors).length > 0;
}

function preflightHeaders(said: HeadersMiddleware, { headers: asked }: ModelRequest): Headers {
  const headers = new Headers();
  const isRepeated = (words: readonly string[]): boolean =>
    said.accessControlAllowCredentials === true && words.includes("*");
  const { accessControlAllowHeaders: names = [], accessControlAllowMethods: methods = [] } = said;
  if (said.accessControlAllowCredentials === true) headers.set("Access-Control-Allow-Credentials", "true");
  const allowedHeaders = isRepeated(names) ? valueOf(asked, "access-control-request-headers") : names.join(",");
  if (allowedHeaders !== "") headers.set("Access-Control-Allow-Headers", allowedHeaders);
  const allowedMethods = isRepeated(methods) ? valueOf(asked, "access-control-request-method") : methods.join(",");
  if (allowedMethods !== "") headers.set("Access-Control-Allow-Methods", allowedMethods);
  if (said.accessControlMaxAge !== undefined) headers.set("Access-Control-Max-Age", String(said.accessControlMaxAge));
  expose(said, headers);
  return headers;
}

function expose(
  { accessControlExposeHeaders: names = [], accessControlAllowCredentials }: HeadersMiddleware,
  to: Headers,
) {
  if (names.length === 0 || (names.includes("*") && accessControlAllowCredentials === true)) return;
  to.set("Access-Control-Expose-Headers", names.join(","));
}

function allowedOrigin(said: HeadersMiddleware, origin: string): string | null {
  for (const item of said.accessControlAllowOriginList ?? []) {
    if (item === origin) return item;
    if (item === "*") return said.accessControlAllowCredentials === true ? origin : item;
  }
  const expressions = said.accessControlAllowOriginListRegex ?? [];
  return expressions.some((expression) => new RegExp(expression).test(origin)) ? origin : null;
}
