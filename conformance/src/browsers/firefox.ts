import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "./find-file.ts";
import type { InstalledBrowser, MissingBrowser } from "./installed-browser.ts";

/** What would open other pages or other connections. */
const disabled: readonly string[] = [
  "app.normandy.enabled",
  "app.update.enabled",
  "browser.newtabpage.enabled",
  "browser.safebrowsing.malware.enabled",
  "browser.safebrowsing.phishing.enabled",
  "browser.shell.checkDefaultBrowser",
  "datareporting.policy.dataSubmissionEnabled",
  "extensions.update.enabled",
  "network.captive-portal-service.enabled",
  "network.connectivity-service.enabled",
  "services.settings.enabled",
];

const preferences: string = [
  ...disabled.map((name) => `user_pref("${name}", false);`),
  'user_pref("browser.startup.homepage_override.mstone", "ignore");',
  'user_pref("datareporting.policy.firstRunURL", "");',
  "",
].join("\n");

export function findFirefox(): InstalledBrowser | MissingBrowser {
  const file = findProgram(["firefox-esr", "firefox"]);
  if (file === null) return { file, install: "apt-get install firefox-esr" };
  return {
    file,
    async open(url, folder) {
      await writeFile(join(folder, "user.js"), preferences);
      return { file, args: ["--headless", "--no-remote", "--profile", folder, url], environment: { HOME: folder } };
    },
  };
}
