import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { createProxy } from "@concors/proxy";
import type { Proxy } from "@concors/proxy";
import { describe, expect, test } from "vitest";
import { findBrowser, ProcessGroup } from "../src/real-browser/index.ts";

const isCi = process.env["CI"] === "true";

/** What happened at somebody else's API. */
interface Seen {
  readonly name: string;
  readonly method: string | undefined;
  readonly cookie: string | undefined;
  readonly origin: string | undefined;
  /** Bytes of the request's body. */
  bytes: number;
  /** Whether its connection was closed before it was answered. */
  isLeft: boolean;
}

/** Sends no CORS headers, sets cookies, and has pages with scripts. */
function api(seen: Seen[]): RequestListener {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://api.test");
    const { method, headers } = request;
    const entry = { name: pathname.slice(1), method, cookie: headers.cookie, origin: headers.origin };
    const noted: Seen = { ...entry, bytes: 0, isLeft: false };
    seen.push(noted);
    request.on("data", (chunk: Buffer) => (noted.bytes += chunk.length));
    response.on("close", () => (noted.isLeft = !response.writableFinished));
    response.setHeader("Set-Cookie", "api=1");
    if (pathname === "/events") {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: first\n\n");
    } else if (pathname.startsWith("/page")) {
      response.writeHead(200, { "Content-Type": "text/html" }).end(pageOfApi(pathname, `http://${headers.host}`));
    } else if (pathname !== "/silent") {
      request.on("end", () => response.end(`${request.method} ${noted.bytes}`));
    }
  };
}

/** It tells what it can do: its script asks for one thing, and its origin is sent along with another. */
function pageOfApi(path: string, base: string): string {
  return `<!doctype html>
<script>
let has = [];
try { document.cookie = "page=1"; if (document.cookie !== "") has.push("cookies"); } catch {}
try { localStorage.x = 1; has.push("storage"); } catch {}
new Image().src = "${base}/script-of${path}/" + has;
</script>
<img crossorigin src="${base}/origin-of${path}">`;
}

/**
 * What our page does, with what it sees of it.
 *
 * @param open a proxy for everybody: one for pages of some origins refuses to show a page, which has none
 */
function script(proxy: string, open: string, target: string): string {
  return `
const ask = (path, init) => fetch("${proxy}/${target}/" + path, init);
const outcome = (promise) => promise.then(async (r) => [r.status, await r.text()], (error) => error.name);
const report = {};
document.cookie = "mine=1";
report.preflight = await outcome(ask("put", { method: "PUT", headers: { "Content-Type": "application/json" }, body: "{}" }));
report.method = await outcome(ask("patch", { method: "PATCH" }));
report.header = await outcome(ask("header", { headers: { "X-Other": "1" } }));
const response = await ask("read");
report.headers = ["x-request-url", "x-final-url", "set-cookie"].map((name) => response.headers.get(name));
report.credentials = await outcome(ask("credentials", { credentials: "include" }));
report.event = await new Promise((resolve) => {
  const source = new EventSource("${proxy}/${target}/events");
  source.onmessage = ({ data }) => { source.close(); resolve(data); };
  source.onerror = () => resolve("error");
});
report.upload = await outcome(ask("upload", { method: "PUT", body: new Blob([new Uint8Array(5_000_000)]) }));
report.shown = await outcome(fetch("${proxy}/${target}/page-refused", { mode: "no-cors" }));
report.refused = await outcome(fetch("${proxy}/http://10.0.0.1/").then((r) => r.json()).then(({ code }) => new Response(code)));
const controller = new AbortController();
const aborted = outcome(ask("silent", { signal: controller.signal }));
await fetch("/until/silent");
controller.abort();
report.aborted = await aborted;
report.cookies = document.cookie;
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
// As it is, beside this page; and then through the proxy, in place of it.
const frame = document.createElement("iframe");
frame.src = "${target}/page-itself";
document.body.append(frame);
await fetch("/until/origin-of/page-itself");
location.href = "${open}/${target}/page-through-proxy";`;
}

async function listen(listener: RequestListener): Promise<AsyncDisposable & { readonly origin: `http://${string}` }> {
  const server: Server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listenAs(proxy: Proxy): Promise<AsyncDisposable & { readonly origin: `http://${string}` }> {
  const { port } = (await proxy.listen(0)).address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => proxy.close(0) };
}

async function until<Value>(find: () => Value | undefined, what: string): Promise<Value> {
  for (let time = 0; time < 3000; time++) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Never came: ${what}`);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

describe.each(["chromium", "firefox"] as const)("a page in %s, and an API that sends no CORS headers", (name) => {
  const browser = findBrowser(name);
  const isMissing = browser.file === null && !isCi;
  if (isMissing) console.warn(`The proxy is not held against ${name}: ${browser.install}`);

  test.skipIf(isMissing)("reads it through the proxy, and gets no more than that", { timeout: 90_000 }, async () => {
    if (browser.file === null) throw new Error(browser.install);
    const seen: Seen[] = [];
    const find = (path: string): Seen | undefined => seen.find((entry) => entry.name === path);
    await using target = await listen(api(seen));
    let page = "";
    let report: unknown;
    await using app = await listen((request, response) => {
      const { url = "" } = request;
      if (url === "/") {
        response.setHeader("Content-Type", "text/html");
        response.end(`<!doctype html><body><script type="module">${page}</script>`);
      } else if (url.startsWith("/until/")) {
        const path = url.slice("/until/".length);
        void until(() => find(path), path).then(() => response.end());
      } else if (url === "/report") {
        void textOf(request).then((text) => {
          report = JSON.parse(text);
          response.end();
        });
      } else {
        response.writeHead(404).end();
      }
    });
    const targets = { hosts: ["*"], privateNetworks: ["127.0.0.1"] };
    const callers = { origins: [app.origin], methods: ["PUT"], requestHeaders: ["Content-Type"] };
    await using proxy = await listenAs(createProxy({ callers, targets }));
    await using open = await listenAs(createProxy({ callers: { origins: "*" }, targets }));
    page = script(proxy.origin, open.origin, target.origin);
    const started = await ProcessGroup.start((folder) => browser.open(`${app.origin}/`, folder));
    try {
      await until(() => report, "the page's report");
      expect(report).toEqual({
        preflight: [200, "PUT 2"],
        method: "TypeError",
        header: "TypeError",
        headers: [`${target.origin}/read`, `${target.origin}/read`, null],
        credentials: "TypeError",
        event: "first",
        upload: [200, "PUT 5000000"],
        shown: [0, ""],
        refused: [200, "target-address-refused"],
        aborted: "AbortError",
        cookies: "mine=1",
      });
      // What a page's policy does not let it send was not sent; and what it left was left.
      expect(["patch", "header", "page-refused"].map(find)).toEqual([undefined, undefined, undefined]);
      await until(() => (find("silent")?.isLeft && find("events")?.isLeft) || undefined, "the end of what was left");

      // The page that was shown as it is could do all of this; the one that came through the proxy, nothing.
      await until(() => find("origin-of/page-through-proxy"), "the page through the proxy");
      await until(() => find("script-of/page-itself/cookies,storage"), "the script of the page itself");
      expect(find("origin-of/page-through-proxy")?.origin).toBe("null");
      expect(seen.filter((entry) => entry.name.startsWith("script-of/page-through-proxy"))).toEqual([]);
      const through = seen.filter((entry) =>
        /^(?:put|read|credentials|events|upload|page-through-proxy)$/.test(entry.name),
      );
      expect(through.map(({ cookie, origin }) => [cookie, origin])).toEqual(through.map(() => [undefined, undefined]));
    } finally {
      await started.stop();
    }
  });
});
