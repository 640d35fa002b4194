import type { Block, Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import type { Dialect, SourceFile } from "../../reading.ts";
import { TextLines } from "../../text-lines.ts";
import { headerBlock } from "../header-block.ts";
import type { HeaderLine } from "../header-block.ts";
import { pathScope } from "../path-scope.ts";
import { unanswered } from "./unanswered.ts";

/**
 * A `_headers` file of Netlify, Cloudflare Pages, or Workers with static assets.
 *
 * @see https://docs.netlify.com/routing/headers/
 * @see https://developers.cloudflare.com/pages/configuration/headers/
 */
export const headersFile: Dialect = {
  name: "headers-file",
  title: "_headers of Netlify and Cloudflare",
  recognizes: ({ path }) => /(?:^|[/\\])_headers$/.test(path),
  read: (files) => ({ blocks: files.flatMap((file) => blocksOf(rulesOf(file))), unseen: [], findings: [] }),
};

interface Rule {
  readonly scope: Scope;
  readonly lines: HeaderLine[];
  /** Names that rules before it set, and that are not sent here. */
  readonly detached: string[];
}

/** @throws ReadError for a line that is neither a path nor a header of one */
function rulesOf(file: SourceFile): readonly Rule[] {
  const places = new TextLines(file);
  const rules: Rule[] = [];
  for (const { 0: line, index } of file.text.matchAll(/[^\n]+/g)) {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) continue;
    const start = index + line.indexOf(text);
    const at = places.place(start, start + text.length);
    if (/^(?:\/|https?:\/\/)/.test(text)) rules.push({ scope: scopeOf(text), lines: [], detached: [] });
    else addTo(rules.at(-1), text, at);
  }
  return rules;
}

function addTo(rule: Rule | undefined, text: string, at: Place): void {
  if (rule === undefined) throw new ReadError("There is no path before this line", at);
  const colon = text.indexOf(":");
  if (text.startsWith("!")) rule.detached.push(text.slice(1).trim().toLowerCase());
  else if (colon > 0) rule.lines.push({ name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim(), at });
  else throw new ReadError("This line is neither a path nor a header: a header has a name, a colon and a value", at);
}

function scopeOf(path: string): Scope {
  if (path.includes(":")) return { kind: "other", text: path };
  return path.endsWith("/*") ? pathScope("prefix", path.slice(0, -1), path) : pathScope("exact", path);
}

/** A header that two rules set is sent with both values, joined. */
function blocksOf(rules: readonly Rule[]): readonly Block[] {
  return rules.flatMap((rule, index) => {
    const { scope, lines, detached } = rule;
    const others = scope.kind === "all" ? [] : rules.slice(0, index).filter((other) => other.scope.kind === "all");
    const inherited = others
      .flatMap((other) => other.lines)
      .filter(({ name }) => !detached.includes(name.toLowerCase()));
    if (!lines.some(({ name }) => /^access-control-allow-origin$/i.test(name))) return [];
    const found = headerBlock([...inherited, ...lines], {
      scope,
      target: { name: "cloudflare-pages", title: "What serves a _headers file" },
      preflight: unanswered,
    });
    return found === null ? [] : [{ ...found, isPart: found.scope.kind === "exact" }];
  });
}
