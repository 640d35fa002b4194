import type { Place } from "./finding.ts";

/** A file that cannot be parsed at all. */
export class ReadError extends Error {
  override readonly name = "ReadError";
  readonly at: Place;

  constructor(why: string, at: Place) {
    super(`${at.path}:${at.span.line}:${at.span.column}: ${why}`);
    this.at = at;
  }
}
