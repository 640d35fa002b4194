import { existsSync } from "node:fs";
import type { ServerFix, ServerFixPart, ServerName } from "@concors/explain";
import type { RunningServer } from "../../../config/src/verify/rig.ts";

/** One way in which a server is misconfigured, and what a check has to find. */
export interface Mistake {
  readonly name: string;
  readonly path: string;
  /** Further arguments of the check. */
  readonly args: readonly string[];
  readonly code: string;
  /** Part of the server's configuration, that the fix takes the place of. */
  readonly config?: string;
  /** An origin that the mistaken configuration allows, and the mended one has to keep. */
  readonly alsoAllowed?: string;
  /** Whether the fix is put in place for that path alone. */
  readonly onlyPath?: true;
}

/** A server that is really installed here. */
export interface RealServer {
  readonly name: ServerName;
  /** How to get it, if it is not here. */
  readonly missing: string | null;
  readonly mistakes: readonly Mistake[];
  /** Whether the fix is a server of its own, on the port of the one that is broken. */
  readonly takesPort?: true;
  /** Starts it with a mistake in it, or with the fix where it says that it goes. */
  readonly start: (port: number, mistake: Mistake, fix: ServerFix | null) => Promise<RunningServer>;
}

/** How to get programs, unless all of them are here. */
export function missingPrograms(paths: readonly string[], how: string): string | null {
  return paths.every((path) => existsSync(path)) ? null : how;
}

/** The files of a fix, by name. */
export function filesOf(fix: ServerFix | null): Readonly<Record<string, string>> {
  return Object.fromEntries((fix?.parts ?? []).map(({ code, path }) => [path, `${code}\n`]));
}

/** The part of a fix whose place is said so: nothing is pasted where it is not said to go. */
export function partAt(
  fix: ServerFix,
  place: RegExp,
): { readonly part: ServerFixPart; readonly words: readonly string[] } {
  for (const part of fix.parts) {
    const match = place.exec(part.where);
    if (match !== null) return { part, words: match.slice(1) };
  }
  throw new Error(`No part goes to ${place}: ${fix.parts.map(({ where }) => where).join("\n")}`);
}

/** What the place of a fix says to write, word for word; empty without one. */
export function saidBy(fix: ServerFix | null, place: RegExp): readonly string[] {
  return fix === null ? ["", ""] : partAt(fix, place).words;
}

/** Likewise, of one sentence; empty if there is none yet. */
export function said(sentence: string | null | undefined, expression: RegExp): readonly string[] {
  if (sentence === undefined) return [""];
  const match = expression.exec(sentence ?? "");
  if (match === null) throw new Error(`It is not said where it goes: ${sentence}`);
  return match.slice(1);
}
