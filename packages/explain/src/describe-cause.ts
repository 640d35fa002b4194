import type { CauseCode } from "./cause-code.ts";
import type { ConsoleWords } from "./console/words-of-cause.ts";
import { wordsOfCause } from "./console/words-of-cause.ts";
import { messages } from "./messages.ts";
import type { SpecStep } from "./spec-step.ts";

/** All there is to say of a cause, whoever meets it: Markdown, in sentences. */
export interface CauseDescription {
  readonly code: CauseCode;
  readonly title: string;
  /** How it comes about. */
  readonly about: string;
  /** What the server's owner does. */
  readonly server: string;
  /** What the page's author can do. */
  readonly client: string;
  /** The step of the standard that says no; null where the standard has no part in it. */
  readonly step: SpecStep | null;
  /** The reason that each console gives, with … for what differs from case to case. */
  readonly console: ConsoleWords;
}

/** Every cause there is, in the order of its family. */
export const causeCodes: readonly CauseCode[] = Object.keys(messages) as CauseCode[];

/** What `docs/causes.md` says of a cause. */
export function describeCause(code: CauseCode): CauseDescription {
  const { about, client, server, step, title } = messages[code];
  return { code, title, about, server, client, step, console: wordsOfCause(code) };
}
