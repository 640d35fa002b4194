import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import type { LabInChromium } from "./lab-in-chromium.ts";
import { missingChromium, openLabInChromium } from "./lab-in-chromium.ts";

/** What another page tries, in its own words; it gives what it got, null for nothing. */
interface Attempt {
  readonly name: string;
  readonly expression: string;
  /** What the Lab answers first; 403 if left out. */
  readonly status?: number;
}

const attempts: readonly Attempt[] = [
  { name: "reads the page", expression: `read(lab)` },
  { name: "asks without CORS", expression: `read(lab, { mode: "no-cors" })` },
  { name: "reads the API", expression: `read(lab + "/api/lab")` },
  {
    name: "sends the header, so that the browser asks before",
    expression: `read(lab + "/api/lab", { headers: { "X-Concors-Lab": "x" } })`,
  },
  {
    name: "orders a run, and does not mind the answer",
    expression: `read(lab + "/api/runs", { method: "POST", mode: "no-cors", body: "{}" })`,
  },
  {
    name: "listens to a run",
    expression: `new Promise((resolve) => {
      const source = new EventSource(lab + "/api/runs/x/arrivals");
      source.onopen = () => resolve("open");
      source.onerror = () => resolve(source.readyState === EventSource.CLOSED ? null : "waits");
    })`,
  },
  {
    name: "opens a WebSocket",
    expression: `new Promise((resolve) => {
      const socket = new WebSocket(lab.replace("http", "ws") + "/api/lab");
      socket.onopen = () => resolve("open");
      socket.onerror = () => resolve(null);
    })`,
  },
  { name: "runs its script", expression: `load("script", lab + "/api/lab")` },
  { name: "shows its image", expression: `load("img", lab + "/icon.svg")` },
  // What is refused loads as well, as an empty page of nobody's.
  { name: "frames it", expression: `load("iframe", lab).then(() => null)` },
  {
    name: "sends a form",
    expression: `(() => {
      const form = document.createElement("form");
      Object.assign(form, { action: lab + "/api/runs", method: "post", enctype: "text/plain", target: "answer" });
      const json = { name: '{"page":{"scheme":"http"},"resources":{},"a":"', value: '"}' };
      form.append(Object.assign(document.createElement("input"), json));
      document.body.append(form);
      const answered = load("iframe", "about:blank", { name: "answer" });
      form.submit();
      return answered.then(() => null);
    })()`,
  },
  {
    name: "opens it, and looks through the window",
    expression: `new Promise((resolve) => {
      const opened = open(lab);
      const watch = setInterval(() => {
        if (!opened.closed) return;
        clearInterval(watch);
        resolve(null);
      }, 20);
    })`,
    // Anybody may link to it.
    status: 200,
  },
];

const strangerSource = `<!doctype html>
<title>Another page</title>
<body>
<script>
  const read = (url, init) => fetch(url, init).then((response) => response.text(), () => null);
  const load = (name, src, attributes) =>
    new Promise((resolve) => {
      const element = Object.assign(document.createElement(name), attributes);
      element.onload = () => resolve("loaded");
      element.onerror = () => resolve(null);
      element.src = src;
      document.body.append(element);
    });
</script>`;

if (missingChromium !== null)
  console.warn(`No other page tries the Lab, since Chromium is not installed: ${missingChromium}`);

describe.skipIf(missingChromium !== null)("a page of another origin gets nothing of the Lab, in Chromium", () => {
  let lab: LabInChromium;
  let stranger: Page;
  let strangerUrl: string;
  let answered: number[] = [];
  /** Of all servers of this process, so of what a browser does not tell of as well. */
  const onAnswer = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.headers.host === new URL(lab.origin).host) answered.push(response.statusCode);
  };
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html" }).end(strangerSource);
  });

  beforeAll(async () => {
    lab = await openLabInChromium();
    subscribe("http.server.response.finish", onAnswer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    strangerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    stranger = await (await lab.browser.newContext()).newPage();
  });
  afterAll(async () => {
    unsubscribe("http.server.response.finish", onAnswer);
    await lab[Symbol.asyncDispose]();
    server.close();
  });

  test.each(attempts)("$name", async ({ expression, status = 403 }) => {
    await stranger.goto(strangerUrl);
    answered = [];
    expect(await stranger.evaluate(`((lab) => ${expression})(${JSON.stringify(lab.origin)})`)).toBe(null);
    // A form does not wait for its answer.
    await expect.poll(() => answered[0], { timeout: 10_000 }).toBe(status);
  });
});
