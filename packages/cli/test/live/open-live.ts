import type { BrowserName } from "../../src/real-browser/index.ts";
import { findBrowser } from "../../src/real-browser/index.ts";
import type { LiveOptions, LivePage } from "./live-page.ts";
import { openWithPuppeteer } from "./puppeteer-page.ts";
import { openWebKit } from "./webkit-page.ts";

/** Why a browser is not here; null if it is, or has to be. */
export function missing(browser: BrowserName): string | null {
  const installed = findBrowser(browser);
  return installed.file === null && process.env["CI"] !== "true" ? installed.install : null;
}

/** Opens a browser of this machine on a URL. */
export function openLive(browser: BrowserName, url: string, options: LiveOptions = {}): Promise<LivePage> {
  return browser === "webkit" ? openWebKit(url, options) : openWithPuppeteer(browser, url, options);
}
