import type { PageCertificate } from "../../src/real-browser/index.ts";

/** A line of a console. */
export interface ConsoleLine {
  readonly text: string;
  /** What it is about; "" if the console does not say. */
  readonly url: string;
  /** How many scripts had been begun when it came. */
  readonly at: number;
}

/** A page in a browser of this machine whose console is listened to; the browser goes away with the block. */
export interface LivePage extends AsyncDisposable {
  /** Every line so far that is not the page's own. */
  readonly lines: readonly ConsoleLine[];
  /** How many scripts have been begun. */
  readonly begun: number;
  readonly goTo: (url: string) => Promise<void>;
  /** Runs the body of an asynchronous function in the page, and gives what it returns, or throws, as a text. */
  readonly run: (body: string) => Promise<string>;
}

export interface LiveOptions {
  /** A part of URLs; requests that have it are blocked as an ad blocker does. */
  readonly blocked?: string;
  /** A part of URLs whose answers an extension allows everyone; WebKit has no extensions. */
  readonly allowed?: string;
  /** Names that are on this machine. */
  readonly names?: readonly string[];
  /** A certificate that is taken, whatever is wrong with it; WebKit takes none. */
  readonly certificate?: PageCertificate;
  /** The port of a page server that Chromium is to take for one of a public network. */
  readonly publicPort?: number;
}
