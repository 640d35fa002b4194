import { snippetRigFor } from "./rigs/index.ts";
import { snippets } from "./rows/index.ts";
import { sectionIntroduction, tableIn, tableOf } from "./section.ts";
import type { SnippetServer } from "./snippet.ts";

/** Those that there are snippets for, in their order. */
export const snippetServers: readonly SnippetServer[] = [...new Set(snippets.map(({ server }) => server))];

/** How to get a server; null if it is here. */
export function howToGet(server: SnippetServer): string | null {
  return snippetRigFor(server).missing();
}

/**
 * The part of the page about snippets.
 *
 * @param before the page as it is, which has the tables of servers that are not here
 * @param missing how to get a server; null if it is to be run
 * @param say told of each server that is not run
 */
export async function writeSection(
  before: string,
  missing: (server: SnippetServer) => string | null,
  say: (sentence: string) => void,
): Promise<string> {
  const tables: string[] = [];
  for (const server of snippetServers) {
    const how = missing(server);
    const kept = how === null ? null : tableIn(before, server);
    if (kept !== null) say(`The table of ${server} is as it was, since it is not installed: ${how}`);
    tables.push(kept ?? (await tableOf(server)));
  }
  return [...sectionIntroduction, ...tables].join("\n");
}
