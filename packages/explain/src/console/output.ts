/** What a page's author sees of a fetch. */
export interface ConsoleOutput {
  /** The lines of the browser's console, in order; none for the standard, which has no words for it. */
  readonly console: readonly string[];
  /** What the script gets: its error as a string, or `error event`; null if it gets neither. */
  readonly javascript: string | null;
}
