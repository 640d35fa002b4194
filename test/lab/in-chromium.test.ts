import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import type { LabInChromium } from "./lab-in-chromium.ts";
import { missingChromium, openLabInChromium } from "./lab-in-chromium.ts";

if (missingChromium !== null)
  console.warn(`The Lab is driven in no browser, since Chromium is not installed: ${missingChromium}`);

/** What the attempts of another page have in common. They run in that page, so that they know nothing of this file. */
declare const nothing: () => null;
declare const load: (name: string, url: string, attributes?: object) => Promise<string | null>;

const strangerSource = `<!doctype html>
<title>Another page</title>
<body>
<script>
  const nothing = () => null;
  const load = (name, src, attributes) =>
    new Promise((resolve) => {
      const element = Object.assign(document.createElement(name), attributes);
      element.addEventListener("load", () => resolve("loaded"));
      element.addEventListener("error", () => resolve(null));
      element.src = src;
      document.body.append(element);
    });
</script>`;

describe.skipIf(missingChromium !== null)("in Chromium", () => {
  let lab: LabInChromium;
  beforeAll(async () => {
    lab = await openLabInChromium();
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  describe("a page of another origin gets nothing of the Lab", () => {
    /** Each is run in a page of another port, and tells what it got; null for nothing. */
    interface Attempt {
      readonly name: string;
      readonly attempt: (lab: string) => unknown;
      /** What the Lab answers first; 403 if left out. */
      readonly status?: number;
    }

    const attempts: readonly Attempt[] = [
      { name: "reads the page", attempt: (url) => fetch(url).then((response) => response.text(), nothing) },
      {
        name: "asks without CORS",
        attempt: (url) => fetch(url, { mode: "no-cors" }).then((response) => response.type, nothing),
      },
      { name: "reads the API", attempt: (url) => fetch(`${url}/api/lab`).then((response) => response.text(), nothing) },
      {
        name: "sends the header, so that the browser asks before",
        attempt: (url) =>
          fetch(`${url}/api/lab`, { headers: { "X-Concors-Lab": "x" } }).then((response) => response.text(), nothing),
      },
      {
        name: "orders a run, and does not mind the answer",
        attempt: (url) =>
          fetch(`${url}/api/runs`, { method: "POST", mode: "no-cors", body: "{}" }).then(
            (response) => response.type,
            nothing,
          ),
      },
      {
        name: "listens to a run",
        attempt: (url) =>
          new Promise((resolve) => {
            const source = new EventSource(`${url}/api/runs/x/arrivals`);
            source.addEventListener("open", () => resolve("open"));
            source.addEventListener("error", () => resolve(source.readyState === EventSource.CLOSED ? null : "waits"));
          }),
      },
      {
        name: "opens a WebSocket",
        attempt: (url) =>
          new Promise((resolve) => {
            const socket = new WebSocket(`${url.replace("http", "ws")}/api/lab`);
            socket.addEventListener("open", () => resolve("open"));
            socket.addEventListener("error", () => resolve(null));
          }),
      },
      { name: "runs its script", attempt: (url) => load("script", `${url}/api/lab`) },
      { name: "shows its image", attempt: (url) => load("img", `${url}/icon.svg`) },
      { name: "frames it", attempt: (url) => load("iframe", url).then(() => frames.length && null) },
      {
        name: "sends a form",
        attempt: (url) => {
          const form = Object.assign(document.createElement("form"), {
            action: `${url}/api/runs`,
            method: "post",
            enctype: "text/plain",
            target: "answer",
          });
          const json = { name: '{"page":{"scheme":"http"},"resources":{},"a":"', value: '"}' };
          form.append(Object.assign(document.createElement("input"), json));
          document.body.append(form);
          const answered = load("iframe", "about:blank", { name: "answer" });
          form.submit();
          return answered.then(() => null);
        },
      },
      {
        name: "opens it, and looks through the window",
        attempt: (url) =>
          new Promise((resolve) => {
            const opened = open(url);
            const watch = setInterval(() => {
              if (opened?.closed !== true) return;
              clearInterval(watch);
              resolve(null);
            }, 20);
          }),
        // Anybody may link to it.
        status: 200,
      },
    ];

    let stranger: Page;
    let strangerUrl: string;
    let close: () => void;
    let answered: number[] = [];
    /** Of all servers of this process, so of those that a browser does not tell of as well. */
    const onAnswer = (message: unknown): void => {
      const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
      if (request.headers.host === new URL(lab.origin).host) answered.push(response.statusCode);
    };
    beforeAll(async () => {
      const server = createServer((_request, response) => {
        response.writeHead(200, { "Content-Type": "text/html" }).end(strangerSource);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      close = () => server.close();
      stranger = await (await lab.browser.newContext()).newPage();
      subscribe("http.server.response.finish", onAnswer);
      strangerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    });
    afterAll(() => {
      unsubscribe("http.server.response.finish", onAnswer);
      close();
    });

    test.each(attempts)("$name", async ({ attempt, status = 403 }) => {
      await stranger.goto(strangerUrl);
      answered = [];
      expect(await stranger.evaluate(attempt, lab.origin)).toBe(null);
      expect(answered[0]).toBe(status);
    });
  });
});
