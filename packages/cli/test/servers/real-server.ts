import type { ServerFix, ServerName } from "@concors/explain";
import type { RunningServer } from "./server-process.ts";

/** One way in which a server is misconfigured, and what a check has to find. */
export interface Mistake {
  readonly name: string;
  readonly path: string;
  /** Further arguments of the check. */
  readonly args: readonly string[];
  readonly code: string;
  /** Part of the server's configuration or code, that the fix takes the place of. */
  readonly config?: string;
  /** An origin that the mistaken configuration allows, and the mended one has to keep. */
  readonly alsoAllowed?: string;
}

/** A server that is really installed here. */
export interface RealServer {
  readonly name: ServerName;
  /** How to get it, if it is not here. */
  readonly missing: string | null;
  readonly mistakes: readonly Mistake[];
  /** Starts it with a mistake in it, or with the fix in the mistake's place. */
  readonly start: (port: number, mistake: Mistake, fix: ServerFix | null) => Promise<RunningServer>;
}

/** The code of the part of a fix whose place begins so; empty if there is none. */
export function partFor(fix: ServerFix | null, where: string): string {
  return fix?.parts.find((part) => part.where.startsWith(where))?.code ?? "";
}

export const putJson: readonly string[] = [
  "-X",
  "PUT",
  "-H",
  "Content-Type: application/json",
  "-H",
  "Authorization: Bearer x",
  "-d",
  "{}",
];
