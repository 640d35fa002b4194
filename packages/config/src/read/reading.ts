import type { Site } from "../site.ts";
import type { Block } from "./block.ts";
import type { Finding, Limit, Span } from "./finding.ts";

/** A file that may say something about CORS. */
export interface SourceFile {
  /** As the user named it. */
  readonly path: string;
  readonly text: string;
  /** The name of its language; told by its path and text if left out. */
  readonly dialect?: string | undefined;
  /** What it was before somebody made the text of it that is read: its comments say what is accepted. */
  readonly comments?: string | undefined;
  /** Codes of findings that are accepted in it, beside those that its comments name: `# concors accepts vary-missing`. */
  readonly accepts?: readonly string[] | undefined;
}

/** What files say about CORS. */
export interface Reading {
  /** The policies that they carry out, as far as they could be told; null if they say nothing about CORS. */
  readonly site: Site | null;
  /** The names of all servers that have policies, where these are not the same; the site is that of one of them. */
  readonly servers?: readonly string[] | undefined;
  /** What of it could not be understood, and why: the site may be wrong there. */
  readonly unseen: readonly Unseen[];
  readonly findings: readonly Finding[];
  /** What is wrong, and the files say that it is accepted; absent if that is nothing. */
  readonly accepted?: readonly Finding[] | undefined;
  /** What the servers cannot do, whatever is written; absent if that is nothing. */
  readonly limits?: readonly Limit[] | undefined;
}

export interface Unseen {
  readonly path: string;
  readonly span: Span | null;
  /** One sentence. */
  readonly why: string;
}

/** What a dialect makes of files: what they do, for the rules that are the same for all. */
export interface Told {
  /** None if the files say nothing about CORS. */
  readonly blocks: readonly Block[];
  readonly unseen: readonly Unseen[];
  /** What is wrong in a way that only this language has. */
  readonly findings: readonly Finding[];
}

/** A language that files are read in. */
export interface Dialect {
  /** As the command line takes it. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** Whether a file is likely to be written in it: by its name, else by what it says. */
  readonly recognizes: (file: SourceFile) => boolean;
  /**
   * @param files those of one server, of which one may include another
   * @throws ReadError with one sentence and a place, if a file cannot be parsed at all
   */
  readonly read: (files: readonly SourceFile[]) => Told;
}
