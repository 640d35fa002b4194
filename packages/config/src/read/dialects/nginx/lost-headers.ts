import { createFinding } from "../../create-finding.ts";
import type { Finding } from "../../finding.ts";
import type { LintCode } from "../../lint-words.ts";
import { addedHeaders, textOf } from "./level.ts";
import type { Level } from "./level.ts";
import type { Directive } from "./parse-nginx.ts";

/** Blocks whose own `add_header` lines are all that they have, where CORS headers are around them. */
export function findLostHeaders(level: Level): readonly Finding<LintCode>[] {
  const { parent, directives } = level;
  if (parent === null || namesCors(level) || !namesCors(parent)) return [];
  const own = directives.find(({ name }) => name === "add_header");
  if (own === undefined) return [];
  return [
    createFinding("headers-lost-in-block", own.at, {
      write: "include the lines of the server here too, or write add_header_inherit merge; since nginx 1.29.3",
    }),
  ];
}

/** CORS headers in an `if` of a server: it has rules alone, and nginx refuses the file. */
export function findRefusedHeaders(level: Level): readonly Finding<LintCode>[] {
  return level.directives.flatMap((directive) => {
    if (directive.name === "if" && directive.block !== null)
      return findRefusedHeaders({ kind: "if", directives: directive.block, parent: level }).slice(0, 1);
    const isRefused = directive.name === "add_header" && level.kind === "if" && isCorsHeader(directive);
    return isRefused
      ? [
          createFinding("not-allowed-here", directive.at, {
            value: "add_header in an if of a server",
            write: "put the if into location / { … }",
          }),
        ]
      : [];
  });
}

function isCorsHeader({ arguments: words }: Directive): boolean {
  return /^access-control-/i.test(textOf(words[0]));
}

function namesCors(level: Level): boolean {
  return addedHeaders(level).some(
    ({ arguments: words }) => textOf(words[0]).toLowerCase() === "access-control-allow-origin",
  );
}
