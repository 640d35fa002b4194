import { createFinding } from "../../create-finding.ts";
import type { Finding } from "../../finding.ts";
import type { LintCode } from "../../lint-words.ts";
import { addedHeaders, textOf } from "./level.ts";
import type { Level } from "./level.ts";

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

function namesCors(level: Level): boolean {
  return addedHeaders(level).some(
    ({ arguments: words }) => textOf(words[0]).toLowerCase() === "access-control-allow-origin",
  );
}
