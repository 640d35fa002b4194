import type { Environment } from "./environment.ts";
import { expandText } from "./evaluate-expression.ts";
import type { Directive, Word } from "./parse-apache.ts";

/** Where rewrite rules end a request. */
export interface RewriteEnd {
  readonly status: number;
  readonly rule: Directive;
}

/**
 * Carries out rewrite rules; null if they let the request pass.
 *
 * @param inFolder whether the rules are for a folder, where the path has no slash before it
 * @see https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html
 */
export function rewrite(
  directives: readonly Directive[],
  environment: Environment,
  inFolder: boolean,
): RewriteEnd | null {
  let isOn = false;
  let conditions: Directive[] = [];
  for (const directive of directives) {
    const { name, arguments: words } = directive;
    if (name === "rewriteengine") isOn = words[0]?.text.toLowerCase() === "on";
    else if (name === "rewritecond") conditions.push(directive);
    else if (name === "rewriterule") {
      const met = isOn && areMet(conditions, environment) && matchesPath(directive, environment, inFolder);
      conditions = [];
      if (!met) continue;
      const flags = flagsOf(words[2]);
      for (const [flag, value] of flags) if (flag === "e" || flag === "env") setVariable(value, environment);
      const status = statusOf(flags);
      if (status !== null) return { status, rule: directive };
      if (flags.some(([flag]) => flag === "l" || flag === "end" || flag === "last")) return null;
    }
  }
  return null;
}

function matchesPath({ arguments: [pattern], at }: Directive, environment: Environment, inFolder: boolean): boolean {
  if (pattern === undefined) return false;
  const path = environment.request.path;
  return matchesPattern(inFolder ? path.replace(/^\//, "") : path, pattern.text, false, environment, at);
}

/** All of them; one that is followed by `[OR]` may fail if the next does not. */
function areMet(conditions: readonly Directive[], environment: Environment): boolean {
  let group = false;
  for (const { arguments: words, at } of conditions) {
    const [subject, pattern, given] = words;
    const flags = flagsOf(given).map(([flag]) => flag);
    const ignoresCase = flags.includes("nc") || flags.includes("nocase");
    const value = expandCondition(subject?.text ?? "", environment);
    group = matchesPattern(value, pattern?.text ?? "", ignoresCase, environment, at) || group;
    if (flags.includes("or") || flags.includes("ornext")) continue;
    if (!group) return false;
    group = false;
  }
  return true;
}

/** `%{HTTP:Origin}`, `%{ENV:NAME}`, `%{REQUEST_METHOD}` */
function expandCondition(text: string, environment: Environment): string {
  const renamed = text.replaceAll("%{ENV:", "%{reqenv:").replaceAll("%{HTTP:", "%{req_novary:");
  return expandText(renamed, environment);
}

function matchesPattern(
  value: string,
  pattern: string,
  ignoresCase: boolean,
  environment: Environment,
  at: Directive["at"],
): boolean {
  const isNegated = pattern.startsWith("!");
  const text = isNegated ? pattern.slice(1) : pattern;
  // Files, of which nothing is known.
  if (/^-[a-zA-Z]$/.test(text)) return false;
  const found = text.startsWith("=")
    ? environment.equals(value, { kind: "exact", origin: text.slice(1), at })
    : environment.matches(value, { kind: "expression", source: text, ignoresCase, echo: "request", at });
  return found !== isNegated;
}

type Flag = readonly [name: string, value: string];

/** `[R=204,L]` */
function flagsOf(word: Word | undefined): readonly Flag[] {
  const text = word?.text.replace(/^\[|\]$/g, "") ?? "";
  return text.split(",").map((flag): Flag => {
    const [name = "", ...rest] = flag.trim().split("=");
    return [name.toLowerCase(), rest.join("=")];
  });
}

/** `E=NAME:value` */
function setVariable(text: string, environment: Environment): void {
  const colon = text.indexOf(":");
  const [name, value] = colon === -1 ? [text, "1"] : [text.slice(0, colon), text.slice(colon + 1)];
  if (name.startsWith("!")) environment.unset(name.slice(1));
  else environment.set(name, environment.withCaptures(expandCondition(value, environment)));
}

function statusOf(flags: readonly Flag[]): number | null {
  for (const [name, value] of flags) {
    if (name === "r" || name === "redirect") return /^\d+$/.test(value) ? Number(value) : 302;
    if (name === "f" || name === "forbidden") return 403;
    if (name === "g" || name === "gone") return 410;
  }
  return null;
}
