import type { Block, Scope } from "../../block.ts";
import type { LintCode } from "../../lint-words.ts";
import type { Dialect, SourceFile, Told } from "../../reading.ts";
import { observe } from "../../simulation/observe.ts";
import { observeRoutes } from "../../simulation/observe-routes.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { answerRequest } from "./answer-request.ts";
import { mapsOf } from "./conditions.ts";
import { includeFiles } from "./include-files.ts";
import { passDirectives, textOf } from "./level.ts";
import type { Level } from "./level.ts";
import { untoldVariables } from "./untold-variables.ts";
import { findLostHeaders, findRefusedHeaders } from "./lost-headers.ts";
import type { Directive } from "./parse-nginx.ts";

/** nginx: its rules are carried out, for the requests that browsers send. */
export const nginx: Dialect = {
  name: "nginx",
  title: "nginx",
  recognizes: isNginx,
  read: (files): Told => {
    const { roots, unseen } = includeFiles(files);
    const directives = roots.flat();
    const maps = mapsOf(directives);
    const servers = serversOf(directives).map((server) => readServer(server, maps));
    return {
      blocks: servers.flatMap(({ blocks }) => blocks),
      unseen: saysCors(directives) ? [...unseen, ...untoldVariables(directives, maps)] : [],
      findings: servers.flatMap(({ findings }) => findings),
    };
  },
};

function isNginx({ path, text }: SourceFile): boolean {
  if (/\.(?:[cm]?[jt]sx?|json|ya?ml|xml|htaccess|vcl|lua|php|py)$|(?:^|\/)(?:Caddyfile|\.htaccess)$/i.test(path))
    return false;
  return /^\s*(?:add_header|map\s+\S+\s+\$\w+\s*\{|(?:location|server|http)\b[^;<>]*\{|(?:proxy|fastcgi)_\w+ [^;]*;|more_set_headers|if\s*\(\$|include\s+[^;]+;)/m.test(
    text,
  );
}

function saysCors(directives: readonly Directive[]): boolean {
  return directives.some(
    ({ arguments: words, block }) =>
      words.some(({ text }) => /^access-control-/i.test(text)) || (block !== null && saysCors(block)),
  );
}

/** The servers, with what is around them. Lines that stand in none are taken for a server of their own. */
function serversOf(root: readonly Directive[]): readonly Level[] {
  const blocks = (directives: readonly Directive[], name: string): readonly (readonly Directive[])[] =>
    directives.flatMap((directive) => (directive.name === name && directive.block !== null ? [directive.block] : []));
  const https = blocks(root, "http");
  const top: Level = { kind: "http", directives: root, parent: null };
  const around: readonly Level[] = [
    top,
    ...https.map((directives): Level => ({ kind: "http", directives, parent: top })),
  ];
  const servers = around.flatMap((parent) =>
    blocks(parent.directives, "server").map((directives): Level => ({ kind: "server", directives, parent })),
  );
  return servers.length > 0
    ? servers
    : [{ kind: "server", directives: https.flat().length > 0 ? https.flat() : root, parent: null }];
}

interface Location {
  readonly level: Level;
  readonly directive: Directive;
}

function locationsOf(level: Level): readonly Location[] {
  return level.directives.flatMap((directive) => {
    if (directive.name !== "location" || directive.block === null) return [];
    const inner: Level = { kind: "location", directives: directive.block, parent: level };
    return [{ level: inner, directive }, ...locationsOf(inner)];
  });
}

function readServer(server: Level, maps: ReadonlyMap<string, Directive>): Told {
  const locations = locationsOf(server).map((location) => ({ ...location, scope: scopeOf(location.directive) }));
  const whole = locations.find(({ scope }) => scope.kind === "all")?.level ?? server;
  const lines = whole.directives.length > 0 ? whole.directives : server.directives;
  const [first] = lines;
  if (first === undefined) return { blocks: [], unseen: [], findings: [] };
  const simulationOf = (level: Level, scope: Scope, at: Directive): Simulation => ({
    at: at.at,
    scope,
    path: "path" in scope ? (scope.kind === "exact" ? scope.path : `${scope.path.replace(/\/$/, "")}/x`) : "/-",
    answer: (request, compared) => answerRequest(request, level, maps, compared),
    write: writeFor(level),
  });
  const everywhere = observeRoutes(simulationOf(whole, { kind: "all" }, first)).map((one) => withoutLost(one, whole));
  const inLocations = locations
    .filter(({ scope }) => scope.kind !== "all")
    .map(({ level, scope, directive }) => ({
      ...withoutLost(observe(simulationOf(level, scope, directive)), level),
      isPart: true,
      edge: edgeOf(scope, directive),
    }));
  const name = server.directives.find((directive) => directive.name === "server_name")?.arguments[0]?.text;
  const blocks = [...everywhere, ...inLocations].map((one) => ({ ...one, server: name === "_" ? undefined : name }));
  const levels = [server, ...locations.map(({ level }) => level)];
  const isServer = server.parent !== null;
  const findings = [
    ...(isServer ? findRefusedHeaders(server) : []),
    ...levels
      .flatMap((level) => [...(isServer && level === server ? [] : ifsOf(level)), level])
      .flatMap(findLostHeaders),
  ];
  const says = blocks.some(({ origins }) => origins.length > 0) || everywhere.length > 1;
  return { blocks: says ? blocks : [], unseen: [], findings };
}

/** Where an `if` forgets the headers, it is that which is said, at its own lines, and not that some methods lack them. */
function withoutLost(block: Block, level: Level): Block {
  const isLost = ifsOf(level).some((one) => findLostHeaders(one).length > 0);
  return isLost ? { ...block, methodsWithout: { is: "unknown" } } : block;
}

/** The `if` blocks of a location: what they add is all that they have. */
function ifsOf(level: Level): readonly Level[] {
  return level.directives.flatMap(({ name, block }) =>
    name === "if" && block !== null ? [{ kind: "if" as const, directives: block, parent: level }] : [],
  );
}

function scopeOf({ arguments: words }: Directive): Scope {
  const [first, second] = words.map(({ text }) => text);
  if (first === "=" && second !== undefined) return { kind: "exact", path: second };
  const path = first === "^~" ? second : words.length === 1 ? first : undefined;
  if (path === undefined || !path.startsWith("/"))
    return { kind: "other", text: `location ${words.map(textOf).join(" ")}` };
  if (path === "/") return { kind: "all" };
  return { kind: "prefix", path: path.replace(/\/$/, "") };
}

/** A prefix of nginx is of letters, and that of a site is of segments. */
function edgeOf(scope: Scope, { arguments: words, at }: Directive): Block["edge"] {
  if (scope.kind !== "prefix" || words.at(-1)?.text.endsWith("/") === true) return undefined;
  return { ...at, why: `location ${scope.path} takes ${scope.path}x too, which a prefix of a site does not.` };
}

function writeFor(level: Level): Partial<Readonly<Record<LintCode, string>>> {
  const names: readonly string[] = passDirectives;
  const pass = level.directives.find(({ name }) => names.includes(name))?.name ?? "proxy_pass";
  const preflight =
    'with map "$request_method:$http_access_control_request_method" $preflight { default 0; "~^OPTIONS:." 1; } write if ($preflight) { return 204; } in the server';
  return {
    "vary-missing": 'write add_header Vary "Origin" always;',
    "vary-sometimes": 'write add_header Vary "Origin" always; where every answer has it',
    "headers-missing-on-errors": "write always before the semicolon",
    "upstream-not-stripped": `write ${pass.replace(/_pass$/, "_hide_header")} Access-Control-Allow-Origin; and so for each CORS header`,
    "preflight-not-answered": preflight,
    "plain-options-swallowed": preflight,
    "preflight-without-headers":
      "an if with add_header lines forgets those around it, and of several that are met the last counts: leave return 204 alone in one, or repeat the lines there",
    "methods-missing": "write add_header outside of if",
  };
}
