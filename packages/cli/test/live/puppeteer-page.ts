import { join } from "node:path";
import { launch } from "puppeteer-core";
import type { LaunchOptions } from "puppeteer-core";
import { findBrowser } from "../../src/real-browser/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { ConsoleLine, LiveOptions, LivePage } from "./live-page.ts";

interface PuppeteerPage extends LivePage {
  /** What all of its frames show, once they have loaded. */
  readonly shown: () => Promise<string>;
}

/** Chromium by the DevTools protocol, Firefox by WebDriver BiDi. */
export async function openWithPuppeteer(
  browser: "chromium" | "firefox",
  url: string,
  options: LiveOptions,
): Promise<PuppeteerPage> {
  const { file } = findBrowser(browser);
  if (file === null) throw new Error(`${browser} is not installed.`);
  const folder = await temporaryFolder({
    ...extensionOf(options),
    "profile/cert_override.txt": exceptionOf(options),
  });
  const own = browser === "chromium" ? chromiumOptions(options) : firefoxOptions(options);
  const running = await launch({
    executablePath: file,
    headless: true,
    userDataDir: join(folder.path, "profile"),
    ...own,
  });
  if (options.blocked !== undefined) await running.installExtension(join(folder.path, "extension"));
  const page = await running.newPage();
  const lines: ConsoleLine[] = [];
  let at = 0;
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn")
      lines.push({ text: message.text(), url: message.location().url ?? "", at });
  });
  page.on("pageerror", (error) => lines.push({ text: (error as Error).message, url: "", at }));
  await page.goto(url);
  return {
    lines,
    get begun() {
      return at;
    },
    goTo: async (next) => void (await page.goto(next)),
    run: async (body) => {
      at++;
      return String(await page.evaluate(`(async () => { ${body} })().then(String, String)`));
    },
    shown: async () => {
      await page.waitForNetworkIdle({ idleTime: 100 });
      const texts = page.frames().map((frame) => frame.evaluate("document.body.innerText"));
      return (await Promise.all(texts)).join("\n");
    },
    async [Symbol.asyncDispose]() {
      await running.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function chromiumOptions({ blocked, certificate, names = [], publicPort }: LiveOptions): LaunchOptions {
  const rules = [...names.map((name) => `MAP ${name} 127.0.0.1`), "MAP *.invalid ~NOTFOUND"];
  const space = publicPort === undefined ? [] : [`--ip-address-space-overrides=127.0.0.1:${publicPort}=public`];
  const trusted =
    certificate === undefined ? [] : [`--ignore-certificate-errors-spki-list=${certificate.publicKeyHash}`];
  const own = [`--host-resolver-rules=${rules.join(", ")}`, ...space, ...trusted];
  return {
    browser: "chrome",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", ...own],
    ...(blocked === undefined ? {} : { enableExtensions: true, pipe: true }),
  };
}

function firefoxOptions({ names = [] }: LiveOptions): LaunchOptions {
  return { browser: "firefox", extraPrefsFirefox: { "network.dns.localDomains": names.join(",") } };
}

/** The exception that a user of Firefox makes: a certificate, by SHA-256, for a host and port. */
function exceptionOf({ certificate }: LiveOptions): string {
  if (certificate === undefined) return "";
  return `${certificate.authority}:\tOID.2.16.840.1.101.3.4.2.1\t${certificate.fingerprint}\t\n`;
}

/**
 * An extension that blocks what has a text in its URL, as ad blockers do, and allows everyone what has another, as those do
 * that are to take CORS away.
 */
function extensionOf({ allowed = "nothing", blocked = "nothing" }: LiveOptions): Readonly<Record<string, string>> {
  const manifest = {
    manifest_version: 3,
    name: "Blocks",
    version: "1",
    permissions: ["declarativeNetRequest"],
    host_permissions: ["<all_urls>"],
    browser_specific_settings: { gecko: { id: "blocks@example.com" } },
    declarative_net_request: { rule_resources: [{ id: "rules", enabled: true, path: "rules.json" }] },
  };
  const about = (urlFilter: string): object => ({ urlFilter, resourceTypes: ["xmlhttprequest"] });
  const header = { header: "Access-Control-Allow-Origin", operation: "set", value: "*" };
  const rules = [
    { id: 1, priority: 1, action: { type: "block" }, condition: about(blocked) },
    { id: 2, priority: 1, action: { type: "modifyHeaders", responseHeaders: [header] }, condition: about(allowed) },
  ];
  return {
    "extension/manifest.json": JSON.stringify(manifest),
    "extension/rules.json": JSON.stringify(rules),
  };
}
