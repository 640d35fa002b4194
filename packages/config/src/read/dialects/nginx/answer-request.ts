import type { Compared, SimulatedAnswer, SimulatedHeader, SimulatedRequest } from "../../simulation/simulation.ts";
import { corsResponseHeaders } from "../../../plan/create-plan.ts";
import type { Patch } from "../../finding.ts";
import { before } from "../../text-lines.ts";
import { isMet } from "./conditions.ts";
import { addedHeaders, inherited, passOf, setHeaders, textOf } from "./level.ts";
import type { Level } from "./level.ts";
import type { Directive } from "./parse-nginx.ts";
import { Variables } from "./variables.ts";

/** Answers a request as a location would, or a server if none is asked. */
export function answerRequest(
  request: SimulatedRequest,
  level: Level,
  maps: ReadonlyMap<string, Directive>,
  compared: Compared,
): SimulatedAnswer {
  const variables = new Variables(request, maps, compared);
  const { end, at: last } = rewrite(level, variables);
  const status = end === null ? null : Number(textOf(end.arguments[0]));
  const pass = passOf(last);
  const password = inherited(last, "auth_basic").at(-1);
  const hasPassword = password !== undefined && textOf(password.arguments[0]) !== "off";
  return {
    by: end !== null ? "here" : pass !== undefined ? "application" : servesFiles(last) ? "files" : "unknown",
    status,
    at: end?.at,
    headers: [...added(last, variables, status, pass), ...setByModule(last, variables, status)],
    strips: strips(last, pass),
    asksPassword: end === null && hasPassword,
  };
}

/** Where a request ends, by the rules that come before the password and the application. */
interface Rewritten {
  /** The `return`; null if there is none. */
  readonly end: Directive | null;
  /** The location, or the `if` that took its place. */
  readonly at: Level;
}

/** The rules of the server, then those of the location. */
function rewrite(level: Level, variables: Variables): Rewritten {
  if (level.kind === "location" && level.parent !== null) {
    const outer = rewrite(level.parent, variables);
    if (outer.end !== null) return { end: outer.end, at: outer.at };
  }
  return level.kind === "http" ? { end: null, at: level } : runRules(level.directives, level, variables);
}

/**
 * In their order. An `if` that is met takes the place of its location, and its `add_header` lines of the location's.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_rewrite_module.html
 */
function runRules(directives: readonly Directive[], level: Level, variables: Variables): Rewritten {
  let at = level;
  for (const directive of directives) {
    const { name, arguments: words, block } = directive;
    if (name === "set") variables.set(textOf(words[0]).replace(/^\$/, ""), variables.expand(textOf(words[1])));
    else if (name === "return") return { end: directive, at };
    else if (name === "break") break;
    else if (name === "if" && block !== null && isMet(directive, variables) === true) {
      const within: Level = { kind: "if", directives: block, parent: level };
      const inner = runRules(block, within, variables);
      // In a server, an `if` has rules alone.
      at = level.kind === "server" && !isSnippet(level) ? level : inner.at;
      if (inner.end !== null) return { end: inner.end, at };
    }
  }
  return { end: null, at };
}

/** Directives that stand in no server, which may be for a location. */
function isSnippet({ parent }: Level): boolean {
  return parent === null;
}

function servesFiles(level: Level): boolean {
  if (isSnippet(level) || inherited(level, "try_files").length > 0) return false;
  return level.parent === null || !isSnippet(level.parent) || level.kind === "server";
}

/** The statuses that lines without `always` are for. */
const ordinary = [200, 201, 204, 206, 301, 302, 303, 304, 307, 308];

function added(
  level: Level,
  variables: Variables,
  status: number | null,
  pass: Directive | undefined,
): readonly SimulatedHeader[] {
  return addedHeaders(level).flatMap((directive) => {
    const [name, value, always] = directive.arguments;
    const onErrors = always?.text === "always";
    if (!onErrors && status !== null && !ordinary.includes(status)) return [];
    return [
      {
        name: textOf(name),
        value: variables.expandTold(textOf(value)),
        at: directive.at,
        onErrors,
        patch: { span: before(directive.end).span, text: " always" },
        // In an `if`, it would be for some answers alone.
        varyPatch: level.kind === "if" ? undefined : lineBefore(directive, ['add_header Vary "Origin" always;']),
        stripPatch: mayStrip(level, directive, pass) ? lineBefore(directive, stripLines(pass)) : undefined,
      },
    ];
  });
}

/** Lines of their own, as far to the right as the directive that they come before. */
function lineBefore({ at }: Directive, lines: readonly string[]): Patch {
  const indent = " ".repeat(at.span.column - 1);
  return { span: before(at).span, text: lines.map((line) => `${line}\n${indent}`).join("") };
}

function stripLines(pass: Directive | undefined): readonly string[] {
  const kind = (pass?.name ?? "proxy_pass").replace(/_pass$/, "");
  return corsResponseHeaders.map((name) => `${kind}_hide_header ${name};`);
}

/** Whether lines beside a directive are at work where requests are handed on: a level with such lines inherits none. */
function mayStrip(level: Level, directive: Directive, pass: Directive | undefined): boolean {
  if (pass === undefined || level.kind === "if") return false;
  if (level.directives.includes(directive)) return true;
  return !level.directives.some(({ name }) => name === pass.name.replace(/_pass$/, "_hide_header"));
}

/**
 * Lines of the headers-more module, of which the last has the say for a header.
 *
 * @see https://github.com/openresty/headers-more-nginx-module
 */
function setByModule(level: Level, variables: Variables, status: number | null): readonly SimulatedHeader[] {
  const lines = setHeaders(level).filter(({ name }) => name === "more_set_headers");
  const set = new Map<string, SimulatedHeader>();
  for (const { arguments: words, at } of lines) {
    const { statuses, headers } = optionsOf(words.map(textOf));
    if (statuses !== null && !statuses.includes(String(status ?? 200))) continue;
    for (const text of headers) {
      const colon = text.indexOf(":");
      if (colon === -1) continue;
      const name = text.slice(0, colon).trim();
      const value = variables.expandTold(text.slice(colon + 1).trim());
      set.set(name.toLowerCase(), { name, value, at, onErrors: statuses === null });
    }
  }
  return [...set.values()];
}

/** `-s '404 500'` names the statuses that a line is for, `-t` the types. */
function optionsOf(words: readonly string[]): {
  readonly statuses: readonly string[] | null;
  readonly headers: readonly string[];
} {
  const values = new Map(words.flatMap((word, index) => (/^-[st]$/.test(word) ? [[index + 1, word] as const] : [])));
  const statuses = words.filter((_, index) => values.get(index) === "-s").flatMap((list) => list.trim().split(/\s+/));
  return {
    statuses: statuses.length > 0 ? statuses : null,
    headers: words.filter((word, index) => !word.startsWith("-") && !values.has(index)),
  };
}

function strips(level: Level, pass: Directive | undefined): boolean {
  const header = "access-control-allow-origin";
  if (setHeaders(level).some(({ arguments: words }) => words.some(({ text }) => text.toLowerCase().startsWith(header))))
    return true;
  const kinds = pass === undefined ? ["proxy", "fastcgi", "uwsgi", "scgi", "grpc"] : [pass.name.replace(/_pass$/, "")];
  return kinds.some((kind) =>
    inherited(level, `${kind}_hide_header`).some(({ arguments: words }) => textOf(words[0]).toLowerCase() === header),
  );
}
