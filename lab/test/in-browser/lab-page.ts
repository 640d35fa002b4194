import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { startLab } from "../../../packages/cli/src/lab/start-lab.ts";

const program = "/usr/bin/chromium";

/** Where the build puts the page. */
const builtPage = fileURLToPath(new URL("../../../packages/cli/dist/lab-page", import.meta.url));

/** Why the page cannot be tried in a browser here; null if it can. With `CI=true` what is missing fails. */
export const whyNoBrowser: string | null =
  process.env["CI"] === "true" || existsSync(program)
    ? null
    : "The Lab's page is tried in no browser: there is no /usr/bin/chromium (apt-get install chromium).";

/** The Lab, and a browser that looks at it. */
export interface OpenLab {
  readonly origin: string;
  readonly browser: Browser;
  /** A page of its own, with what went wrong in it. */
  readonly open: (fragment: string, options?: Parameters<Browser["newContext"]>[0]) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of scripts, what the console says is wrong, and requests that left the Lab's origin. */
  readonly problems: string[];
}

/** Starts both; close ends both. */
export async function openLab(): Promise<OpenLab> {
  const lab = await startLab(
    { port: 0, page: builtPage, isSecure: false },
    { env: {}, lookup: () => Promise.resolve(null) },
  );
  const browser = await chromium.launch({
    executablePath: program,
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const open: OpenLab["open"] = async (fragment, options = {}) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${lab.origin}/`) && !url.startsWith(`blob:${lab.origin}/`)) problems.push(url);
    });
    await page.goto(`${lab.origin}/${fragment}`);
    return { page, context, problems };
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await lab.close();
  };
  return { origin: lab.origin, browser, open, close };
}
