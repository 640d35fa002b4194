import type { Site } from "../site.ts";
import type { Finding, Span } from "./finding.ts";

/** A file that may say something about CORS. */
export interface SourceFile {
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
}

/** What a file says about CORS. */
export interface Reading {
  /** The policies that it carries out, as far as they could be told; null if it says nothing about CORS. */
  readonly site: Site | null;
  /** What of it could not be understood, and why: the site may be wrong there. */
  readonly unseen: readonly Unseen[];
  readonly findings: readonly Finding[];
}

export interface Unseen {
  readonly path: string;
  readonly span: Span | null;
  /** One sentence. */
  readonly why: string;
}

/** A language that files are read in. */
export interface Dialect {
  /** As the command line takes it. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** Whether a file is likely to be written in it: by its name, else by what it says. */
  readonly recognizes: (file: SourceFile) => boolean;
  /** @throws ReadError with one sentence and a place, if the file cannot be parsed at all */
  readonly read: (file: SourceFile) => Reading;
}
