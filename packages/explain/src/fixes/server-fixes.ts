import type { Exchange } from "@concors/browser/engine";
import { targetNames } from "@concors/config";
import type { Facts } from "@concors/config";
import type { Policy } from "concors";
import { get } from "concors/protocol";
import type { ServerFix, ServerName } from "../explanation.ts";
import { canonicalName, listWords } from "../words.ts";
import { generatedFix } from "./generated-fix.ts";
import { namedOrigin } from "./grant.ts";
import type { Grant } from "./grant.ts";
import { pythonHttpServerFix } from "./python-http-server.ts";
import { serversInUse } from "./server-in-use.ts";
import type { ServerInUse } from "./server-in-use.ts";

/** Every server that a fix can be written for: those that policies are written for, and one more. */
export const serverNames: readonly ServerName[] = [...targetNames, "python-http-server"];

const usual: readonly ServerName[] = ["express", "nginx", "apache"];

/** What is to be written: the grant, and the policy that it comes to. */
export interface Wanted {
  readonly grant: Grant;
  /** null if no policy can name the page: then there is no configuration that allows it. */
  readonly policy: Policy | null;
}

/**
 * A policy in the language of the servers that answered, or else of the three most used.
 *
 * @param url that the request failed at
 * @param asked the servers to write it for, in the place of those that the answers tell of
 */
export function serverFixes(
  { grant, policy }: Wanted,
  url: URL,
  exchanges: readonly Exchange[],
  asked: readonly ServerName[],
): ServerFix[] {
  if (policy === null) return [];
  const inUse = serversInUse(exchanges);
  const found = (hasDuplicate(exchanges) ? frontFirst(inUse) : inUse).map(({ server }) => server);
  const servers = [asked, found, usual].find((names) => names.length > 0) ?? [];
  const remove = presentCorsHeaders(exchanges);
  return servers.map((server) => {
    const seen = inUse.find((one) => one.server === server);
    const fix =
      server === "python-http-server"
        ? { ...pythonHttpServerFix(grant, url), notes: [], forPath: null, command: null }
        : generatedFix(server, policy, factsOf(server, inUse, exchanges), url);
    return {
      ...fix,
      server,
      detectedFrom: seen?.detectedFrom ?? null,
      notes: fix.parts.length === 0 ? fix.notes : [...takenAway(grant, exchanges), ...fix.notes],
      remove,
    };
  });
}

/**
 * What the answers tell of the server that the fix is for. Not that an application says nothing about CORS: it may well do
 * so elsewhere, or when it does not fail, and what it says there would come twice.
 */
function factsOf(target: ServerName, inUse: readonly ServerInUse[], exchanges: readonly Exchange[]): Facts {
  const seen = inUse.find(({ server }) => server === target);
  const isFastCgi = seen?.server === "nginx" && inUse.some(({ server }) => server === "php");
  const asksForPassword = exchanges.some(
    ({ response }) => response?.status === 401 && /^basic\b/i.test(get(response.headers, "WWW-Authenticate") ?? ""),
  );
  // What nobody saw in front of an application has nothing to lose.
  const hasFront = [target, ...inUse.map(({ server }) => server)].some((server) => fronts.includes(server));
  return {
    ...(!hasFront && { front: "none" as const }),
    ...(seen !== undefined && seen.version !== null && { version: seen.version }),
    ...(isFastCgi && { upstream: "fastcgi" as const }),
    ...(asksForPassword && { auth: "basic" as const }),
  };
}

/** A policy is a whole one, and who may read besides is known from these answers alone: what may be lost by it. */
function takenAway({ origins }: Grant, exchanges: readonly Exchange[]): string[] {
  const answers = exchanges.flatMap(({ response }) => (response === null ? [] : [response.headers]));
  const allowed = answers.map((headers) => get(headers, "Access-Control-Allow-Origin"));
  if (allowed.includes("*") && origins[0] !== "*")
    return ["Everyone may read it now, without credentials; from then on, these origins alone: list the others."];
  const leftOut = [...new Set(exchanges.flatMap(namedOrigin))].filter((origin) => !origins.includes(origin));
  if (leftOut.length > 0)
    return [`${listWords(leftOut)} may read it now, without credentials: left out, since this policy is with them.`];
  if (allowed.some((value) => value !== null))
    return ["From then on this alone decides: add what else other pages are allowed now (concors config import URL)."];
  const varies = answers.some((headers) => /(?:^|,)\s*origin\s*(?:,|$)/i.test(get(headers, "Vary") ?? ""));
  return varies
    ? ["The answer varies by origin: if there is a list of origins already, add the page's to that instead."]
    : [];
}

/** With two layers at work the one in front can silence the other. */
function frontFirst(inUse: readonly ServerInUse[]): ServerInUse[] {
  const isFront = ({ server }: ServerInUse): boolean => fronts.includes(server);
  return inUse.toSorted((a, b) => Number(isFront(b)) - Number(isFront(a)));
}

const fronts: readonly ServerName[] = ["nginx", "apache", "caddy", "lighttpd", "varnish", "kong", "envoy", "istio"];

function hasDuplicate(exchanges: readonly Exchange[]): boolean {
  return exchanges.some(
    ({ response }) =>
      (response?.headers ?? []).filter(([name]) => name.toLowerCase() === "access-control-allow-origin").length > 1,
  );
}

/** The CORS headers that some layer sends already, and that would come twice. */
function presentCorsHeaders(exchanges: readonly Exchange[]): string[] {
  const names = new Map<string, string>();
  for (const { response } of exchanges) {
    for (const [name] of response?.headers ?? []) {
      if (/^access-control-(?:allow|max|expose)-[a-z-]+$/i.test(name))
        names.set(name.toLowerCase(), canonicalName(name));
    }
  }
  return [...names.values()];
}
