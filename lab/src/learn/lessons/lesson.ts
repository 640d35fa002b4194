import type { Stage } from "../../stage/stage.ts";

/**
 * One lesson, as plain data: the Lab's page and `docs/learn` are both made of it. Texts are plain, but for code between
 * backticks.
 */
export interface Lesson {
  /** Its part of the address: `#/learn/<id>`, `docs/learn/<id>.md`. */
  readonly id: string;
  /** What it is about, in a word or two. */
  readonly topic: string;
  /** The question that brings people here. */
  readonly title: string;
  /** Paragraphs to read before the question. */
  readonly text: readonly string[];
  /** What is played. */
  readonly stage: Stage;
  /** What the reader is asked before it is played. */
  readonly question: string;
  /** What may come of it. Playing tells which of them is true, so none is marked. */
  readonly predictions: readonly Prediction[];
  /** What to keep of it, in a sentence or two. */
  readonly keep: string;
  /** Where the standard says so. */
  readonly step: { readonly name: string; readonly url: string };
  /** What to change next, and what comes of it. */
  readonly changes: readonly Change[];
}

export interface Prediction {
  readonly text: string;
  readonly claim: Claim;
  /** Why it is so, or why it is not. */
  readonly why: string;
}

export interface Change {
  readonly text: string;
  readonly stage: Stage;
  /** What comes of it, in every engine but those that `except` names. */
  readonly claim: Claim;
  readonly except?: readonly { readonly engines: readonly Browser[]; readonly claim: Claim }[];
  readonly why: string;
}

type Browser = "chromium" | "firefox" | "webkit";

/** Something that can be seen when a stage is played, by an engine or by the browser at hand. */
export interface Claim {
  /** Whether the page's script may read the answer; the last one, if it asks several times. */
  readonly readable: boolean;
  /** What gets to the sites, in order: "OPTIONS B", "PUT B". */
  readonly arrives: readonly string[];
  /** What the script gets for a header of the answer: null if it does not see it. */
  readonly header?: readonly [name: string, value: string | null];
}
