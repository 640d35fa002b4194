import { findChromium } from "./chromium.ts";
import { findFirefox } from "./firefox.ts";
import type { InstalledBrowser, MissingBrowser } from "./installed-browser.ts";
import { findWebKit } from "./webkit.ts";

export type { InstalledBrowser, MissingBrowser, PageCertificate, PresentedPages } from "./installed-browser.ts";
export { ProcessGroup } from "./process-group.ts";

/** The browsers that are looked for. */
export type BrowserName = "chromium" | "firefox" | "webkit";

const finders: Readonly<Record<BrowserName, () => InstalledBrowser | MissingBrowser>> = {
  chromium: findChromium,
  firefox: findFirefox,
  webkit: findWebKit,
};

/** Looks for a browser on this machine. */
export function findBrowser(name: BrowserName): InstalledBrowser | MissingBrowser {
  return finders[name]();
}
