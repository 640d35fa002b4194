import type { BrowserName } from "../../src/real-browser/index.ts";
import { findBrowser } from "../../src/real-browser/index.ts";
import { openWithPuppeteer } from "./puppeteer-page.ts";
import { openWebKit } from "./webkit-page.ts";

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
  /** Names that are on this machine. */
  readonly names?: readonly string[];
  /** Whether certificates that nobody vouches for are taken. */
  readonly trustsAll?: boolean;
  /** The port of a page server that Chromium is to take for one of a public network. */
  readonly publicPort?: number;
}

/** Why a browser is not here; null if it is, or has to be. */
export function missing(browser: BrowserName): string | null {
  const installed = findBrowser(browser);
  return installed.file === null && process.env["CI"] !== "true" ? installed.install : null;
}

/** Opens a browser of this machine on a URL. */
export function openLive(browser: BrowserName, url: string, options: LiveOptions = {}): Promise<LivePage> {
  return browser === "webkit" ? openWebKit(url, options) : openWithPuppeteer(browser, url, options);
}
