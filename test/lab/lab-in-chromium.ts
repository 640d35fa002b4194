import process from "node:process";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { findBrowser } from "../../packages/cli/src/real-browser/index.ts";
import { startLab } from "../../packages/cli/src/lab/start-lab.ts";
import { nobody } from "../../packages/cli/test/lab/lab-client.ts";

const installed = findBrowser("chromium");

/** Why the Lab is driven in no browser; null if there is one, or has to be. */
export const missingChromium: string | null =
  installed.file === null && process.env["CI"] !== "true" ? installed.install : null;

/** The Lab as it is built, and a Chromium to look at it. Both go away with the block that they are declared in. */
export interface LabInChromium extends AsyncDisposable {
  readonly origin: string;
  readonly browser: Browser;
  /** Opens a state of the Lab, "#/check" for one, in a window of its own. */
  readonly open: (fragment: string, options?: BrowserContextOptions) => Promise<Page>;
  /** What went wrong in the pages that were opened: errors of scripts, of the console, and of the page's policy. */
  readonly mistakes: readonly string[];
}

export async function openLabInChromium(): Promise<LabInChromium> {
  if (installed.file === null) throw new Error(`Chromium is not installed: ${installed.install}`);
  const lab = await startLab({ port: 0 }, nobody);
  const browser = await chromium.launch({
    executablePath: installed.file,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
  const mistakes: string[] = [];
  return {
    origin: lab.origin,
    browser,
    mistakes,
    async open(fragment, options = {}) {
      // Its https has a certificate that nobody knows, which a visitor accepts by hand.
      const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
      const page = await context.newPage();
      page.on("pageerror", (error) => mistakes.push(error.message));
      page.on("console", (message) => {
        // What a blocked fetch of site A's page says is what the Lab is for.
        const isOfPage = message.location().url.startsWith(lab.origin);
        if (message.type() === "error" && isOfPage) mistakes.push(message.text());
      });
      await page.goto(`${lab.origin}/${fragment}`);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await lab.close();
    },
  };
}
