import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "./find-file.ts";
import type { InstalledBrowser, MissingBrowser, PageCertificate, PresentedPages } from "./installed-browser.ts";

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
    async open(url, folder, pages) {
      const settings = pages === undefined ? "" : proxyPreferences(pages);
      await writeFile(join(folder, "user.js"), preferences + settings);
      if (pages !== undefined && pages.certificate !== null) {
        await writeFile(join(folder, "cert_override.txt"), exceptionFor(pages.certificate));
      }
      return { file, args: ["--headless", "--no-remote", "--profile", folder, url], environment: { HOME: folder } };
    },
  };
}

/** Loopback too goes by way of the proxy. */
function proxyPreferences({ proxyPort }: PresentedPages): string {
  const settings: Readonly<Record<string, unknown>> = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": proxyPort,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": proxyPort,
    "network.proxy.no_proxies_on": "",
    "network.proxy.allow_hijacking_localhost": true,
  };
  const lines = Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  return `${lines.join("\n")}\n`;
}

/** The exception that a user makes by accepting the risk: a certificate, by SHA-256, for a host and port. */
function exceptionFor({ authority, fingerprint }: PageCertificate): string {
  return `${authority}:\tOID.2.16.840.1.101.3.4.2.1\t${fingerprint}\t\n`;
}
