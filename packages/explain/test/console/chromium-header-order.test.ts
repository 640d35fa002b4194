import type { Initiator } from "@concors/browser/engine";
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

// As Chromium 156 named them.
test.each([
  ["fetch sorts them", "fetch", "X-XSRF-TOKEN X-Client-Version x-amz-date", "x-amz-date"],
  ["fetch sorts them, and no more", "fetch", "baggage X-Trace-Id X-F", "baggage"],
  [
    "the browser's own take places",
    "fetch",
    "Access-Control-Allow-Origin X-GitHub-Api-Version",
    "access-control-allow-origin",
  ],
  ["all four of them", "fetch", "X-Tenant-Id sentry-trace X-Request-Id baggage", "x-request-id"],
  [
    "the step from one place to the next grows",
    "xhr",
    "X-XSRF-TOKEN X-C X-Trace-Id Cache-Control traceparent x-amz-date Qux X-Tenant-Id",
    "x-c",
  ],
  ["an XMLHttpRequest keeps its order", "xhr", "X-XSRF-TOKEN X-Client-Version x-amz-date", "x-xsrf-token"],
  ["in a table of its own", "xhr", "baggage X-Trace-Id X-F", "x-trace-id"],
  ["a table grows", "xhr", "X-Tenant-Id sentry-trace X-Request-Id baggage", "x-request-id"],
] as const satisfies readonly (readonly [string, Initiator, string, string])[])(
  "of several headers that are not allowed, the first in the table is named: %s",
  (_teaches, initiator, names, first) => {
    expect(namedBy(initiator, names.split(" "))).toBe(first);
  },
);

/** The header that Chromium names of a request with these, none of which is allowed. */
function namedBy(initiator: Initiator, names: readonly string[]): string | undefined {
  const origin = "http://127.0.0.1:4320";
  const allowed: Header = ["Access-Control-Allow-Origin", "*"];
  const agent = createUserAgent({ engine: "chromium" });
  const headers = names.map((name): Header => [name, "1"]);
  const request = createPageRequest(createClient(new URL(origin)), new URL("http://127.0.0.1:4321/"), {
    headers,
    initiator,
  });
  const asked = traceRequest(request);
  const finished = simulateFetch(agent, request, () => ({ status: 204, headerList: [allowed] }));
  const [line = ""] = consoleOf(createTrace(agent, asked, finished)).console;
  return /Request header field (\S+)/.exec(line)?.[1];
}
