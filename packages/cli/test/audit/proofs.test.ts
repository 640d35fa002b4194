import { execFile, spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openWithPuppeteer } from "../live/puppeteer-page.ts";
import { runMain } from "../run-main.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { Served } from "./serve.ts";
import { serve } from "./serve.ts";

const run = promisify(execFile);
const hasChromium = process.env["CI"] === "true" || spawnSync("chromium", ["--version"]).status === 0;
if (!hasChromium)
  console.warn("No hole is shown in a browser, since Chromium is not installed: apt-get install chromium");

/** Lets in whom a test lets in, with credentials. */
function letting(isLetIn: (origin: string) => boolean): RequestListener {
  return (request, response) => {
    const { origin } = request.headers;
    if (origin !== undefined && isLetIn(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    response.setHeader("Vary", "Origin").end("the balance is 4242");
  };
}

/** What a page shows in Chromium, at an address that leads to a server of ours. */
async function shownBy(address: string, server: Served): Promise<string> {
  await using folder = await temporaryFolder();
  const flags =
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --virtual-time-budget=10000 --dump-dom";
  const { hostname } = new URL(address);
  const { stdout } = await run("chromium", [
    ...flags.split(" "),
    `--user-data-dir=${folder.path}`,
    `--host-resolver-rules=MAP ${hostname} 127.0.0.1:${server.port}`,
    address,
  ]);
  return stdout;
}

describe.skipIf(!hasChromium)("a page that shows a hole reads in a real browser", () => {
  const app = "http://app.shop.test";
  const rows: readonly (readonly [code: string, name: string, isLetIn: (origin: string) => boolean])[] = [
    ["aud-r1", "any origin is repeated", () => true],
    ["aud-p1", "the comparison ends too early", (origin) => origin.startsWith(app)],
    ["aud-x1", "an underscore ends the name", (origin) => /^http:\/\/app\.shop\.test(?:_.*)?$/.test(origin)],
  ];

  test.each(rows)("%s: %s", async (code, _, isLetIn) => {
    await using api = await serve(letting(isLetIn));
    await using folder = await temporaryFolder();
    const proofs = ["--proofs", folder.path, "--origin", app, "--private", "--rate", "0"];
    await runMain(["audit", `${api.url}/balance`, ...proofs]);
    const file = (await readdir(folder.path)).find((name) => name.startsWith(code))!;
    const page = await readFile(join(folder.path, file), "utf8");
    await using attacker = await serve((_request, response) => {
      response.setHeader("Content-Type", "text/html").end(page);
    });
    const [origin] = /https?:\/\/[\w.-]+\.example/.exec(page) ?? [];
    // The hole is in the name, not in the scheme; a page of http needs no certificate here.
    const address = origin!.replace("https:", "http:");
    expect(await shownBy(`${address}/`, attacker)).toContain("READ, status 200\n\nthe balance is 4242");
    expect(await shownBy("http://somebody.test/", attacker)).toContain(
      code === "aud-r1" ? "READ, status 200" : "NOT READ: TypeError: Failed to fetch",
    );
  });

  test("null is let in, and a frame of any page has it", async () => {
    await using api = await serve(letting((origin) => origin === "null"));
    await using folder = await temporaryFolder();
    await runMain(["audit", `${api.url}/balance`, "--proofs", folder.path, "--private", "--rate", "0"]);
    const file = (await readdir(folder.path)).find((name) => name.startsWith("aud-n1"))!;
    const page = await readFile(join(folder.path, file), "utf8");
    await using attacker = await serve((_request, response) => {
      response.setHeader("Content-Type", "text/html").end(page);
    });
    await using browser = await openWithPuppeteer("chromium", `${attacker.url}/`, {});
    expect(await browser.shown()).toContain("READ, status 200\n\nthe balance is 4242");
    expect(api.requests.at(-1)).toBe("GET /balance null");
  });
});
