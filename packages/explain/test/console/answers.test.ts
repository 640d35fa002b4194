import type { ClientOptions, Initiator, PageRequestInit } from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createTrace,
  createUserAgent,
  simulateFetch,
  traceRequest,
} from "@concors/browser/engine";
import type { Header } from "concors/protocol";
import { expect, test } from "vitest";
import { consoleOf } from "../../src/index.ts";
import type { ConsoleOutput, Facts } from "../../src/index.ts";

interface Row {
  readonly initiator?: Initiator;
  readonly init?: PageRequestInit;
  readonly headers?: readonly Header[];
  readonly page?: ClientOptions;
  readonly facts?: Facts;
  readonly want: ConsoleOutput;
}

const url = "http://127.0.0.1:4321/a";
const nosniff: readonly Header[] = [
  ["Content-Type", "text/plain"],
  ["X-Content-Type-Options", "nosniff"],
];
const brokenOff: Facts = { body: { ok: false, problem: "broken-off", detail: "" } };
const failed = (error: string): readonly string[] => [`Failed to load resource: net::${error}`];
const moduleLine =
  'Failed to load module script: Expected a JavaScript-or-Wasm module script but the server responded with a MIME type of "text/plain". Strict MIME type checking is enforced for module scripts per HTML spec.';

// As Chromium 156 printed them.
const rows: Readonly<Record<string, Row>> = {
  "a body that ends nowhere": {
    facts: brokenOff,
    want: { console: failed("ERR_INCOMPLETE_CHUNKED_ENCODING"), javascript: "TypeError: Failed to fetch" },
  },
  "a body that is shorter than it says, of an XMLHttpRequest": {
    initiator: "xhr",
    headers: [["Content-Length", "1000"]],
    facts: brokenOff,
    want: { console: failed("ERR_CONTENT_LENGTH_MISMATCH"), javascript: "error event" },
  },
  "a body that is no gzip": {
    facts: { body: { ok: false, problem: "not-decodable", detail: "" } },
    want: { console: failed("ERR_CONTENT_DECODING_FAILED"), javascript: "TypeError: Failed to fetch" },
  },
  "a header that a fetch reads": {
    headers: [["X-Foo", "1"]],
    facts: { reads: ["x-foo"] },
    want: { console: [], javascript: null },
  },
  "two headers that an XMLHttpRequest reads": {
    initiator: "xhr",
    headers: [
      ["X-Foo", "1"],
      ["X-Bar", "2"],
    ],
    facts: { reads: ["x-foo", "X-BAR"] },
    want: {
      console: ['Refused to get unsafe header "x-foo"', 'Refused to get unsafe header "X-BAR"'],
      javascript: null,
    },
  },
  "a script of the wrong type": {
    initiator: "script",
    headers: nosniff,
    want: {
      console: [
        `Refused to execute script from '${url}' because its MIME type ('text/plain') is not executable, and strict MIME type checking is enabled.`,
      ],
      javascript: "error event",
    },
  },
  "a style sheet of the wrong type": {
    initiator: "style",
    headers: nosniff,
    want: {
      console: [
        `Refused to apply style from '${url}' because its MIME type ('text/plain') is not a supported stylesheet MIME type, and strict MIME checking is enabled.`,
      ],
      javascript: "error event",
    },
  },
  "a module of the wrong type": {
    initiator: "import",
    headers: nosniff,
    want: { console: [moduleLine], javascript: `TypeError: Failed to fetch dynamically imported module: ${url}` },
  },
  "a script of the wrong type that asked without CORS: developer tools have an issue": {
    initiator: "script",
    init: { mode: "no-cors" },
    headers: nosniff,
    want: { console: [], javascript: "error event" },
  },
  "a service worker's error": {
    page: { handleFetch: () => ({ type: "error", status: 0, headerList: [] }) },
    want: { console: failed("ERR_FAILED"), javascript: "TypeError: Failed to fetch" },
  },
  "a service worker's answer that was redirected": {
    init: { redirect: "error" },
    page: { handleFetch: () => ({ type: "basic", status: 200, headerList: [], redirected: true }) },
    want: { console: failed("ERR_FAILED"), javascript: "TypeError: Failed to fetch" },
  },
  "keepalive's limit comes before the preflight": {
    init: {
      method: "POST",
      keepalive: true,
      headers: [["X-A", "1"]],
      body: { content: null, hasSource: true, length: 70_000, type: null },
    },
    want: { console: [], javascript: "TypeError: Failed to fetch" },
  },
};

test.each(Object.entries(rows))("Chromium tells of %s", (_name, row) => {
  const client = createClient(new URL("http://127.0.0.1:4320/"), row.page);
  const agent = createUserAgent({ engine: "chromium" });
  const request = createPageRequest(client, new URL(url), { initiator: row.initiator ?? "fetch", ...row.init });
  const asked = traceRequest(request);
  const headerList: readonly Header[] = [["Access-Control-Allow-Origin", "*"], ...(row.headers ?? [])];
  const finished = simulateFetch(agent, request, () => ({ status: 200, headerList }));
  expect(consoleOf(createTrace(agent, asked, finished), row.facts)).toEqual(row.want);
});
