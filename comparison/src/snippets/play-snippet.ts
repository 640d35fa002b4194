import { verify } from "@concors/config/verify";
import type { Miss } from "@concors/config/verify";
import { policies } from "./policies.ts";
import { snippetRigFor } from "./rigs/index.ts";
import type { Snippet } from "./snippet.ts";

/** A snippet, and what the real server made of it. */
export interface PlayedSnippet {
  readonly snippet: Snippet;
  readonly cases: number;
  readonly misses: readonly Miss[];
}

/**
 * Runs the server with a snippet in the place of what is generated, and plays every case against it.
 *
 * @throws Error with what the server said, if it does not start
 */
export async function playSnippet(snippet: Snippet): Promise<PlayedSnippet> {
  const { server, policy, files } = snippet;
  const written = Object.entries(files).map(([path, text]) => ({ path, where: "", text: `${text}\n` }));
  const { cases, misses } = await verify(server, policies[policy], {
    rig: snippetRigFor(server),
    change: (generated) => ({ ...generated, files: written }),
    probes: 0,
  });
  return { snippet, cases, misses };
}
