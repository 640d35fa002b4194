import { findHelper, findProgram } from "./find-file.ts";
import type { InstalledBrowser, MissingBrowser, PresentedPages } from "./installed-browser.ts";

const environment: Readonly<Record<string, string>> = {
  // The loopback page is our own, and a container rarely lets WebKit make its sandbox.
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  LIBGL_ALWAYS_SOFTWARE: "1",
  GDK_BACKEND: "x11",
};

/** WebKitGTK's MiniBrowser, on a screen of its own. */
export function findWebKit(): InstalledBrowser | MissingBrowser {
  const miniBrowsers = ["webkit2gtk-4.1/MiniBrowser", "webkitgtk-6.0/MiniBrowser", "webkit2gtk-4.0/MiniBrowser"];
  const file = findHelper("/usr/lib", miniBrowsers) ?? findHelper("/usr/libexec", miniBrowsers);
  const screen = findProgram(["xvfb-run"]);
  if (file === null || screen === null) return { file: null, install: "apt-get install webkit2gtk-driver xvfb" };
  return {
    file,
    open: async (url, folder, pages) => ({
      file: screen,
      args: ["--auto-servernum", file, "--private", ...(pages === undefined ? [] : proxyFlags(pages)), url],
      environment: { ...environment, HOME: folder },
    }),
  };
}

/** It can be told to take every certificate, and not to take one. */
function proxyFlags({ certificate, proxyPort }: PresentedPages): string[] {
  return [`--proxy=http://127.0.0.1:${proxyPort}`, ...(certificate === null ? [] : ["--ignore-tls-errors"])];
}
