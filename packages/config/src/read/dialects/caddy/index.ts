import type { Block } from "../../block.ts";
import type { Place } from "../../finding.ts";
import type { LintCode } from "../../lint-words.ts";
import { parsePlacedJson } from "../../placed-json.ts";
import type { PlacedJson } from "../../placed-json.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { observeRoutes } from "../../simulation/observe-routes.ts";
import type { SimulatedAnswer, Simulation } from "../../simulation/simulation.ts";
import { serveRoutes, saysCors } from "./serve.ts";
import { Visit } from "./visit.ts";

/**
 * Caddy, from the JSON that `caddy adapt` makes of a Caddyfile: its handlers are carried out.
 *
 * @see https://caddyserver.com/docs/command-line#caddy-adapt
 */
export const caddy: Dialect = {
  name: "caddy",
  title: "Caddy",
  recognizes: isCaddy,
  read: (files): Told => {
    const told = files.map(readFile);
    return {
      blocks: told.flatMap(({ blocks }) => blocks),
      unseen: told.flatMap(({ unseen }) => unseen),
      findings: [],
    };
  },
};

function isCaddy({ path, text }: SourceFile): boolean {
  return /\.json$/i.test(path) && /"apps"\s*:\s*\{/.test(text) && /"http"\s*:\s*\{/.test(text);
}

function readFile(file: SourceFile): { readonly blocks: readonly Block[]; readonly unseen: readonly Unseen[] } {
  const unseen: Unseen[] = [];
  const note = (at: Place, why: string): void => {
    unseen.push({ ...at, why });
  };
  const servers = parsePlacedJson(file).get("apps", "http", "servers")?.entries ?? [];
  const blocks = servers.flatMap(([, server]) => (saysCors(server) ? readServer(server, note) : []));
  return { blocks, unseen: blocks.length === 0 ? [] : unseen };
}

/** Each site of a server: what is for one host may not be for another. */
function readServer(server: PlacedJson, note: (at: Place, why: string) => void): readonly Block[] {
  const routes = server.listAt("routes");
  const hosts = routes.flatMap((route) => route.listAt("match").flatMap((set) => set.get("host")?.texts ?? []));
  const all: readonly (string | null)[] = hosts.length === 0 ? [null] : [...new Set(hosts)];
  return all.flatMap((host) => {
    const isFor = (route: PlacedJson): boolean =>
      route
        .listAt("match")
        .every((set) => host === null || set.get("host") === undefined || set.get("host")!.texts.includes(host));
    const own = routes.filter(isFor);
    const [first] = own.filter(saysCors);
    if (first === undefined) return [];
    const simulation: Simulation = {
      at: first.at,
      scope: { kind: "all" },
      path: "/-",
      answer: (request, compared) => answer(own, new Visit(request, host, compared, note)),
      write,
    };
    return observeRoutes(simulation).map((one) => ({ ...one, server: host ?? undefined }));
  });
}

function answer(routes: readonly PlacedJson[], visit: Visit): SimulatedAnswer {
  const ended = serveRoutes(routes, visit);
  for (const change of visit.deferred.toReversed()) change();
  return {
    by: ended?.by ?? "unknown",
    status: ended?.status ?? null,
    at: ended?.at,
    headers: visit.headers,
    strips: visit.stripped.has("access-control-allow-origin"),
    asksPassword: visit.asksPassword,
  };
}

const preflight =
  "write @preflight { method OPTIONS, header Origin *, header Access-Control-Request-Method * }, each on a line of its own, and respond @preflight 204";

const write: Partial<Readonly<Record<LintCode, string>>> = {
  "vary-missing": "write header +Vary Origin",
  "vary-sometimes": "write header +Vary Origin, without a matcher",
  "headers-missing-on-errors":
    "write header without defer, > or -, and header_down -Access-Control-Allow-Origin in reverse_proxy",
  "upstream-not-stripped":
    "write header_down -Access-Control-Allow-Origin in reverse_proxy, and so for each CORS header",
  "preflight-not-answered": preflight,
  "plain-options-swallowed": preflight,
  "preflight-without-headers": "set the headers before respond, whatever the method is",
  "preflight-after-authentication":
    "write not { method OPTIONS } and the like in the matcher of basic_auth, or a route block with respond before it",
  "two-layers": "write header without +",
  "methods-missing": "set the headers whatever the method is",
};
