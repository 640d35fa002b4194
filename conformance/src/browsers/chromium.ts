import { findProgram } from "./find-file.ts";
import type { InstalledBrowser, MissingBrowser } from "./installed-browser.ts";

const flags: readonly string[] = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function findChromium(): InstalledBrowser | MissingBrowser {
  const file = findProgram(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]);
  if (file === null) return { file, install: "apt-get install chromium" };
  return {
    file,
    open: async (url, folder) => ({ file, args: [...flags, `--user-data-dir=${folder}`, url] }),
  };
}
