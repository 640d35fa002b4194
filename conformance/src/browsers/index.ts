import type { BrowserName } from "../data.ts";
import { findChromium } from "./chromium.ts";
import { findFirefox } from "./firefox.ts";
import type { InstalledBrowser, MissingBrowser } from "./installed-browser.ts";
import { findWebKit } from "./webkit.ts";

const finders: Readonly<Record<BrowserName, () => InstalledBrowser | MissingBrowser>> = {
  chromium: findChromium,
  firefox: findFirefox,
  webkit: findWebKit,
};

/** Looks for a browser on this machine. */
export function findBrowser(name: BrowserName): InstalledBrowser | MissingBrowser {
  return finders[name]();
}
