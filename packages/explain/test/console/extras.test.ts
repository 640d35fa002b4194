import type { NetworkAnswer, PageRequestInit, Trace } from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createTrace,
  createUserAgent,
  profiles,
  simulateFetch,
  traceRequest,
} from "@concors/browser/engine";
import type { Header } from "concors/protocol";
import { expect, test } from "vitest";
import { consoleOf } from "../../src/index.ts";
import type { BrowserName, ExtraCase } from "./recorded.ts";
import { browserNames, extras, seenLine } from "./recorded.ts";

/** What the servers of these pages answer; `null` in the place of the page's origin. */
const answers: Readonly<Record<string, (origin: string) => readonly Header[]>> = {
  "/x": (origin) => [["Access-Control-Allow-Origin", origin]],
  "/x?acao=none": () => [],
  "/dup": (origin) => [
    ["Access-Control-Allow-Origin", origin],
    ["Access-Control-Allow-Origin", origin],
  ],
};

/** HTTP/2 has names in lower case. */
const http2Port = "4165";

/** Those whose like a trace can tell of, by what they teach. */
const played: readonly (readonly [id: string, teaches: string])[] = [
  ["mixed-fetch", "mixed content is blocked before anything is sent"],
  ["mixed-fetch-put", "a preflight too"],
  ["mixed-xhr", "Chromium has a word of its own for an XMLHttpRequest"],
  ["mixed-loopback-ip", "WebKit blocks loopback too, in half a sentence"],
  ["mixed-localhost", "by name as well"],
  ["mixed-redirect", "where a redirect leads is looked at too"],
  ["h2-dup-acao", "Firefox counts two lines only if they are spelt as in HTTP/1.1"],
  ["h1-dup-acao", "and then says so"],
  ["file-page-noacao", "a file has no origin"],
  ["public-http-to-loopback", "Chromium blocks a public page of http from loopback"],
  ["localhost-vs-127", "localhost is another origin than 127.0.0.1"],
];

const rows = played.flatMap(([id, teaches]) =>
  browserNames.flatMap((engine) => {
    const row = extras.find((extra) => extra.id === id)!;
    return row[engine] === undefined ? [] : [{ engine, id, row, teaches }];
  }),
);

test.each(rows)("$id, $engine: $teaches", ({ engine, row }) => {
  expect(consoleOf(play(row, engine)).console).toEqual(row[engine]!.console.map(seenLine));
});

/** The fetch of the script, played again. */
function play({ page, script }: ExtraCase, engine: BrowserName): Trace {
  const isXhr = script.includes("XMLHttpRequest");
  const [, href = "", init = "{}"] = isXhr
    ? (/open\('GET','([^']+)'/.exec(script) ?? [])
    : (/fetch\("([^"]+)",(\{.*?\})\)/.exec(script) ?? []);
  const client = createClient(new URL(page));
  const request = createPageRequest(client, new URL(href), {
    ...(JSON.parse(init) as PageRequestInit),
    initiator: isXhr ? "xhr" : "fetch",
  });
  const agent = createUserAgent({ engine, rules: profiles[engine].rules });
  const asked = traceRequest(request);
  return createTrace(
    agent,
    asked,
    simulateFetch(agent, request, ({ url }) => answer(url, client.serializedOrigin)),
  );
}

function answer(url: URL, origin: string): NetworkAnswer {
  const to = url.searchParams.get("to");
  const allowed: Header = ["Access-Control-Allow-Origin", origin];
  const headers = to === null ? answers[url.pathname + url.search]!(origin) : [allowed, ["Location", to] as Header];
  const headerList = headers.map(([name, value]): Header => [
    url.port === http2Port ? name.toLowerCase() : name,
    value,
  ]);
  const remoteAddress = url.hostname === "127.0.0.1" ? "127.0.0.1" : "192.0.2.1";
  return { status: to === null ? 200 : 302, headerList, remoteAddress };
}
