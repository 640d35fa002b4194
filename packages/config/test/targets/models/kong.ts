import { parse } from "yaml";
import { valueOf } from "./model.ts";
import type { Model, ModelRequest } from "./model.ts";

interface CorsConfig {
  readonly origins?: readonly string[];
  readonly methods?: readonly string[];
  readonly headers?: readonly string[];
  readonly exposed_headers?: readonly string[];
  readonly credentials: boolean;
  readonly max_age?: number;
}

type Plugin =
  | { readonly name: "cors"; readonly config: CorsConfig }
  | {
      readonly name: "response-transformer";
      readonly config: { readonly remove: { readonly headers: readonly string[] } };
    };

/**
 * Kong's cors plugin, and response-transformer, which runs later and removes headers of every answer.
 *
 * Any preflight is answered with 200, with the lists whatever the origin is. An entry that is no plain origin is an
 * expression for the whole origin, or for the host alone if it has no colon; origins are compared after user, brackets and
 * default port are taken off. One plain origin alone is sent to everybody. A list of headers that is empty repeats what is
 * asked for. `Vary` is sent unless there is but `*`.
 *
 * @see https://github.com/Kong/kong/blob/22246ef/kong/plugins/cors/handler.lua
 */
export const kongModel: Model = ([file = ""], request, upstream) => {
  const { plugins } = parse(file) as { plugins: readonly Plugin[] };
  const config = plugins.find((plugin) => plugin.name === "cors")?.config;
  const transformer = plugins.find((plugin) => plugin.name === "response-transformer");
  const isPreflight =
    config !== undefined &&
    request.method === "OPTIONS" &&
    request.headers.has("origin") &&
    request.headers.has("access-control-request-method");
  const answer = isPreflight ? { status: 200, headers: new Headers() } : upstream(request);
  if (config !== undefined) allowOrigin(config, request, answer.headers);
  if (isPreflight) allowRest(config, request, answer.headers);
  else if (config?.exposed_headers !== undefined && config.exposed_headers.length > 0)
    answer.headers.set("Access-Control-Expose-Headers", config.exposed_headers.join(","));
  if (transformer?.name === "response-transformer")
    for (const name of transformer.config.remove.headers) answer.headers.delete(name);
  return answer;
};

function allowRest(
  { headers: names = [], methods, max_age: maxAge }: CorsConfig,
  { headers: asked }: ModelRequest,
  to: Headers,
) {
  const allowed = names.length > 0 ? names.join(",") : asked.get("access-control-request-headers");
  if (allowed !== null) to.set("Access-Control-Allow-Headers", allowed);
  to.set("Access-Control-Allow-Methods", methods?.join(",") ?? "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT");
  if (maxAge !== undefined) to.set("Access-Control-Max-Age", String(maxAge));
}

function allowOrigin({ origins = [], credentials }: CorsConfig, { headers: asked }: ModelRequest, to: Headers): void {
  const origin = valueOf(asked, "origin");
  if (origins.length === 0 || (origins.length === 1 && origins[0] === "*")) {
    to.set("Access-Control-Allow-Origin", "*");
    if (!credentials || origin === "") return;
    to.append("Vary", "Origin");
    to.set("Access-Control-Allow-Origin", origin);
    to.set("Access-Control-Allow-Credentials", "true");
    return;
  }
  to.append("Vary", "Origin");
  const found = origins.length === 1 && plain.test(origins[0]!) ? origins[0]! : matching(origins, origin);
  if (found === null) to.delete("Access-Control-Allow-Origin");
  else to.set("Access-Control-Allow-Origin", found);
  if (credentials) to.set("Access-Control-Allow-Credentials", "true");
}

const plain = /^[A-Za-z0-9.:/-]+$/;

function matching(entries: readonly string[], origin: string): string | null {
  if (origin === "") return null;
  const { domain, host } = normalized(origin);
  const found = entries.some((entry) => {
    if (plain.test(entry)) return normalized(entry).domain === domain;
    const expression = entry.replace(/^\^/, "").replace(/\$?$/, "$");
    return new RegExp(`^(?:${expression})`).test(entry.includes(":") ? domain : host);
  });
  return found ? domain : null;
}

function normalized(origin: string): { domain: string; host: string } {
  const [, scheme, authority] = /^(?:([A-Za-z0-9][\w+.-]*):)?(?:\/\/([^/]*))?/.exec(origin) ?? [];
  if (authority === undefined) return { domain: origin, host: origin };
  const [, hostPart = "", port] = /^(?:[^@]*@)?(.*?)(?::([^:\]]*))?$/.exec(authority) ?? [];
  const host = hostPart.replace(/^\[([^\]]*)\]$/, "$1");
  const isDefault = (scheme === "http" && port === "80") || (scheme === "https" && port === "443");
  const shown = port === undefined || isDefault ? "" : `:${port}`;
  return { domain: `${scheme === undefined ? "" : `${scheme}://`}${host}${shown}`, host };
}
