import { createServer } from "node:https";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsoleReading } from "@concors/explain";
import { closedPort } from "../../../browser/test/support/servers.ts";
import { issueCertificate } from "../../src/check/real/page-certificate.ts";
import { serve } from "../audit/serve.ts";
import { runMain } from "../run-main.ts";
import type { LivePage } from "./live-page.ts";
import { missing, openLive } from "./open-live.ts";
import type { Scene, World } from "./scenes.ts";
import { scenes } from "./scenes.ts";

const blocked = "concors-blocked";
const allowed = "concors-allowed";
const worker = `addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.url.includes("/a")) event.respondWith(fetch(event.request.url, { mode: "no-cors" }));
});`;

/** Each scene has a page of its own, at its number. */
const pages: RequestListener = (request, response) => {
  if (request.url === "/worker.js") return void response.setHeader("Content-Type", "text/javascript").end(worker);
  if (request.url === "/own") {
    const origin = `http://localhost:${request.headers.referer === undefined ? "" : new URL(request.headers.referer).port}`;
    return void response.writeHead(200, { "Access-Control-Allow-Origin": origin }).end("{}");
  }
  const { head = "", headers = {} } = scenes[Number(request.url?.slice(1))] ?? {};
  const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${head}<body>`;
  return void response.writeHead(200, { "Content-Type": "text/html", ...headers }).end(html);
};

interface Sites extends AsyncDisposable, World {
  readonly live: LivePage;
  readonly pageFor: (scene: Scene) => string;
}

async function openSites(browser: "chromium" | "firefox" | "webkit"): Promise<Sites> {
  const [site, outside] = [await serve(pages), await serve(pages)];
  const securePort = await closedPort();
  const certificate = await issueCertificate(new URL(`https://localhost:${securePort}/`));
  const secure = createServer(certificate, pages);
  await new Promise<void>((resolve) => secure.listen(securePort, "127.0.0.1", resolve));
  const page = `http://localhost:${site.port}`;
  const live = await openLive(browser, `${page}/start`, {
    allowed,
    blocked,
    certificate,
    names: ["api.example.dev"],
    publicPort: outside.port,
  });
  const origins = {
    secure: `https://localhost:${(secure.address() as AddressInfo).port}`,
    public: `http://localhost:${outside.port}`,
  };
  return {
    live,
    page,
    blocked,
    securePort,
    pageFor: (scene) => `${scene.site === undefined ? page : origins[scene.site]}/${scenes.indexOf(scene)}`,
    async [Symbol.asyncDispose]() {
      await live[Symbol.asyncDispose]();
      secure.closeAllConnections();
      secure.close();
      for (const served of [site, outside]) await served[Symbol.asyncDispose]();
    },
  };
}

/** What a console says of a failure comes a little later than the failure, or there is nothing. */
async function linesAfter(live: LivePage, before: number): Promise<readonly string[]> {
  for (let attempt = 0; attempt < 10 && live.lines.length === before; attempt++) await setTimeout(50);
  await setTimeout(100);
  return live.lines.slice(before).map(({ text }) => text);
}

function saidOf({ causes, note }: ConsoleReading): string {
  return `${causes.map(({ code }) => code).join(" ")} ${note ?? ""}`;
}

describe.each(["chromium", "firefox", "webkit"] as const)("what %s says is read as what it is:", (browser) => {
  const install = missing(browser);
  if (install !== null) console.warn(`${browser} is not asked about what looks like CORS: ${install}`);
  let sites: Sites;

  beforeAll(async () => {
    if (install === null) sites = await openSites(browser);
  });

  afterAll(() => sites?.[Symbol.asyncDispose]());

  const played = scenes.filter(({ told }) => told[browser] !== undefined);
  test.skipIf(install !== null).each(played)("$name", async (scene) => {
    const { live } = sites;
    const url = await scene.target(sites);
    await live.goTo(sites.pageFor(scene));
    const before = live.lines.length;
    const result = await live.run(scene.script?.(url) ?? `return (await fetch(${JSON.stringify(url)})).status`);
    expect(result).toMatch(/Error/);
    const text = [...(await linesAfter(live, before)), result].join("\n");
    const { stderr, stdout } = await runMain(["explain", "--paste", text, "--json"]);
    expect(stdout === "" ? stderr : saidOf(JSON.parse(stdout) as ConsoleReading)).toMatch(scene.told[browser]!);
  });

  const withExtensions = browser === "webkit" ? [] : ["an extension that allows everyone helps its own user"];
  test.skipIf(install !== null).each(withExtensions)("%s", async () => {
    const { live, page } = sites;
    await using server = await serve((_request, response) => response.end("{}"));
    const url = `http://127.0.0.1:${server.port}/${allowed}`;
    await live.goTo(`${page}/start`);
    expect(await live.run(`return (await fetch("${url}")).status`)).toBe("200");
    // Whoever else asks gets what the server itself sends.
    expect((await runMain(["check", url, "--from", page])).stdout).toMatch(/^blocked\[CORS-O0[12]\]/);
  });

  test.skipIf(install !== null)("a cookie of another site is not sent, and that is not CORS", async () => {
    const { live, page } = sites;
    await using server = await serve(({ headers, method, url }, response) => {
      if (method === "GET" && url === "/log-in") response.setHeader("Set-Cookie", "session=1; Path=/; SameSite=Lax");
      response.setHeader("Access-Control-Allow-Origin", page).setHeader("Access-Control-Allow-Credentials", "true");
      response.writeHead(url === "/me" && headers.cookie === undefined ? 401 : 200).end("{}");
    });
    const url = `http://127.0.0.1:${server.port}`;
    await live.goTo(`${page}/start`);
    const status = await live.run(`await fetch("${url}/log-in", { credentials: "include" });
      return (await fetch("${url}/me", { credentials: "include" })).status`);
    expect(status).toBe("401");
    const { stdout } = await runMain(["check", `${url}/me`, "--from", page, "--credentials", "include"]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "401 Unauthorized: that is not about CORS. Of another site's cookies it brings those that have SameSite=None; Secure",
    );
  });
});
