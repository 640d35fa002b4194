import type { Command } from "./process-group.ts";

/** A browser on this machine. */
export interface InstalledBrowser {
  readonly file: string;
  /** How to open a URL, headless, with a profile in an empty folder. */
  readonly open: (url: string, folder: string) => Promise<Command>;
}

/** A browser that is not on this machine. */
export interface MissingBrowser {
  readonly file: null;
  /** A command that installs it. */
  readonly install: string;
}
