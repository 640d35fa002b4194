import type { EngineName } from "@concors/browser/engine";

/** The engine that runs this page, as far as a browser says so. */
export function thisEngine(userAgent: string = navigator.userAgent): EngineName {
  if (/\bFirefox\//.test(userAgent)) return "firefox";
  if (/Chrom(?:e|ium)\//.test(userAgent)) return "chromium";
  return /\bAppleWebKit\//.test(userAgent) ? "webkit" : "spec";
}
