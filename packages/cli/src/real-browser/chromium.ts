import { findProgram } from "./find-file.ts";
import type { InstalledBrowser, MissingBrowser, PresentedPages } from "./installed-browser.ts";

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
    open: async (url, folder, pages) => ({
      file,
      args: [...flags, ...(pages === undefined ? [] : proxyFlags(pages)), `--user-data-dir=${folder}`, url],
    }),
  };
}

/** Loopback too goes by way of the proxy. */
function proxyFlags({ certificate, proxyPort }: PresentedPages): string[] {
  const proxy = [`--proxy-server=http://127.0.0.1:${proxyPort}`, "--proxy-bypass-list=<-loopback>"];
  return certificate === null
    ? proxy
    : [...proxy, `--ignore-certificate-errors-spki-list=${certificate.publicKeyHash}`];
}
