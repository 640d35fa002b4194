import type { LossCode } from "../loss.ts";

/** A place in a text, from the first character to before the last. Lines and columns count from 1. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A place in a file. */
export interface Place {
  /** The file, as it was named. */
  readonly path: string;
  readonly span: Span;
}

/**
 * How much it matters, by what a browser can really send: `security`, a page that should not may read; `breaks`, one that
 * should cannot; `cache`, a cache may hand one site's answer to another; `odd`, no browser can tell.
 */
export type Severity = "security" | "breaks" | "cache" | "odd";

/** Something that is wrong with what a file says about CORS. */
export interface Finding<Code extends string = string> {
  /** Stable; `docs/lint.md` has a row for each. */
  readonly code: Code;
  readonly severity: Severity;
  /** One sentence that stands alone: what it does, and what to write instead. */
  readonly message: string;
  /** The file, as it was named. */
  readonly path: string;
  readonly span: Span;
  /** A change that mends it, where one is sure. */
  readonly patch?: Patch;
}

/** Text to put in the place of a span. */
export interface Patch {
  readonly span: Span;
  readonly text: string;
}

/** What a file's server cannot do, whatever is written: nothing that whoever wrote the file could mend in it. */
export interface Limit extends Place {
  /** That of the loss which `generate` tells for the same server and policy; `docs/losses.md` has a row for each. */
  readonly code: LossCode;
  /** One sentence, that of the loss. */
  readonly message: string;
}
