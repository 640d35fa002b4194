import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { launch } from "puppeteer-core";
import { findBrowser } from "../../packages/cli/src/real-browser/index.ts";

/** A page in a browser that Playwright does not drive. */
export interface OtherPage extends AsyncDisposable {
  /** What an expression gives, once it is no promise any more. */
  readonly evaluate: (expression: string) => Promise<unknown>;
}

/** Why there is no such browser; null if there is one, or has to be. */
export function missingBrowser(name: "firefox" | "webkit"): string | null {
  const installed = findBrowser(name);
  return installed.file === null && process.env["CI"] !== "true" ? installed.install : null;
}

/** Firefox, by WebDriver BiDi. */
export async function openFirefox(url: string): Promise<OtherPage> {
  const { file } = findBrowser("firefox");
  if (file === null) throw new Error("Firefox is not installed.");
  const browser = await launch({ browser: "firefox", executablePath: file, headless: true });
  const page = await browser.newPage();
  await page.goto(url);
  return {
    evaluate: (expression) => page.evaluate(expression),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/**
 * WebKitGTK's MiniBrowser, by its WebDriver, on a screen of its own.
 *
 * @see https://www.w3.org/TR/webdriver1/
 */
export async function openWebKit(url: string): Promise<OtherPage> {
  const installed = findBrowser("webkit");
  if (installed.file === null) throw new Error("WebKitGTK is not installed.");
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "concors-webkit-"));
  const { environment } = await installed.open("about:blank", folder);
  const driver = spawn("xvfb-run", ["--auto-servernum", "WebKitWebDriver", `--port=${port}`], {
    stdio: "ignore",
    detached: true,
    env: { ...process.env, ...environment },
  });
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const sent = body === undefined ? null : JSON.stringify(body);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: sent });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`WebKitWebDriver: ${JSON.stringify(value)}`);
    return value;
  };
  await listening(driver, () => call("GET", "/status"));
  const options = { binary: installed.file, args: ["--automation"] };
  const { sessionId } = (await call("POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options, timeouts: { script: 30_000 } } },
  })) as { sessionId: string };
  const session = `/session/${sessionId}`;
  await call("POST", `${session}/url`, { url });
  return {
    evaluate: (expression) => call("POST", `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
    async [Symbol.asyncDispose]() {
      await call("DELETE", session);
      const ended = once(driver, "exit");
      process.kill(-driver.pid!, "SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(driver: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; driver.exitCode === null && attempt <= 200; attempt++) {
    const isUp = await ask().then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("WebKitWebDriver does not start.");
}
