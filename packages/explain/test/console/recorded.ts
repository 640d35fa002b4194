import { readFileSync } from "node:fs";
import type {
  Initiator,
  NetworkAnswer,
  NetworkRequest,
  PageRequestInit,
  Profile,
  Trace,
} from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createTrace,
  createUserAgent,
  simulateFetch,
  traceRequest,
} from "@concors/browser/engine";
import type { Header, RedirectMode, RequestMode } from "concors/protocol";
import { blockingDirective } from "../../src/index.ts";
import type { Facts } from "../../src/index.ts";

export const browserNames = ["chromium", "firefox", "webkit"] as const;
export type BrowserName = (typeof browserNames)[number];

interface Answer {
  readonly s?: number;
  readonly h?: readonly Header[];
  /** The connection is reset, or ended. */
  readonly reset?: true;
  readonly end?: true;
  /** What is no HTTP. */
  readonly raw?: string;
  readonly body?: string;
  /** The connection is closed before the body is whole. */
  readonly kill?: true;
}

interface Seen {
  readonly resolved: boolean;
  /** What the script got, as a string, of a promise that was rejected. */
  readonly error?: string;
  /** Of anything else, what it came to. */
  readonly result?: string;
  readonly console: readonly string[];
}

/** A request that three browsers made, and what their consoles said of it: a row of `conformance/data/console.json`. */
export interface RecordedCase extends Readonly<Record<BrowserName, Seen>> {
  readonly id: string;
  readonly cause?: string;
  /** Where the page was; `/page?case=` and the id if it is left out. */
  readonly page?: string;
  readonly client: {
    readonly api: string;
    readonly url: string;
    readonly init: {
      readonly method?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly credentials?: "include" | "omit";
      readonly mode?: RequestMode;
      readonly redirect?: RedirectMode;
      readonly cache?: "no-store";
      readonly body?: string;
      readonly upload?: true;
      readonly keepalive?: true;
      /** More of a body than keepalive carries. */
      readonly big?: true;
      readonly stream?: true;
    };
  };
  readonly server: Readonly<Partial<Record<"actual" | "preflight" | "secondHop" | "secondHopPreflight", Answer>>>;
  readonly pageHeaders?: readonly Header[];
}

/** A script on a page with a name and a certificate of its own. */
export interface ExtraCase extends Readonly<Partial<Record<BrowserName, { readonly console: readonly string[] }>>> {
  readonly id: string;
  readonly page: string;
  readonly script: string;
}

export const { cases, extras, more } = JSON.parse(
  readFileSync(new URL("../../../../conformance/data/console.json", import.meta.url), "utf8"),
) as { cases: readonly RecordedCase[]; more: readonly RecordedCase[]; extras: readonly ExtraCase[] };

const pageOrigin = "http://127.0.0.1:4100";

/** The line as a person sees it: without what the recorder wrote before it, and without a line break after it. */
export function seenLine(line: string): string {
  return line.replace(/^\[(?:error|pageerror|\w+\/(?:error|warning))\] /, "").trimEnd();
}

const initiators: Readonly<Record<string, Initiator>> = {
  fetch: "fetch",
  sandbox: "fetch",
  // It read the header of a fetch too, of which no console tells.
  readheader: "xhr",
  sw: "fetch",
  newworker: "worker",
  xhr: "xhr",
  syncxhr: "sync-xhr",
  img: "img",
  imgplain: "img",
  canvas: "img",
  script: "script",
  scriptplain: "script",
  module: "module",
  import: "import",
  style: "style",
  preload: "preload",
  font: "font",
  fontface: "font",
  video: "video",
  eventsource: "eventsource",
  beacon: "beacon",
};

/** What is known of a recorded request beside its trace: its page's policy, and what the page does with the answer. */
export function factsOf(row: RecordedCase): Facts {
  const values = (row.pageHeaders ?? []).filter(([name]) => name === "Content-Security-Policy");
  const policy = values.map(([, value]) => value);
  return {
    ...(policy.length > 0 && { policy: { values: policy, origin: pageOrigin, directive: "connect-src" } }),
    ...factsByApi[row.client.api],
    ...bodyFacts(row),
  };
}

const factsByApi: Readonly<Record<string, Facts>> = {
  canvas: { destination: "canvas" },
  img: { destination: "img" },
  imgplain: { destination: "img" },
  readheader: { reads: ["X-Foo"] },
  // As the recorder's page called them.
  font: { destination: "font", fontFamily: "Zz" },
  fontface: { destination: "font", fontFamily: "Zy" },
};

function bodyFacts({ server: { actual } }: RecordedCase): Pick<Facts, "body"> {
  if (actual?.kill === true) return { body: { ok: false, problem: "broken-off", detail: "the connection was closed" } };
  const text = actual?.body ?? "";
  return text.startsWith("{") ? { body: { ok: true, bytes: text.length, isWhole: true, looksLike: "json" } } : {};
}

/** Plays a recorded request again, with its server's answers. */
export function playRecorded(row: RecordedCase, { engine, rules }: Profile): Trace {
  const initiator = initiators[row.client.api]!;
  const page = new URL(row.page ?? `${pageOrigin}/page?case=${row.id}`);
  const requiresPolicy = row.pageHeaders?.some(([name]) => name === "Cross-Origin-Embedder-Policy") === true;
  const { policy } = factsOf(row);
  const client = createClient(page, {
    sandboxed: row.client.api === "sandbox",
    ...(requiresPolicy && { embedderPolicy: "require-corp" }),
    // It fetched with mode no-cors.
    ...(row.client.api === "sw" && { handleFetch: () => ({ type: "opaque", status: 200, headerList: [] }) }),
    ...(policy !== undefined && {
      isBlockedByPolicy: (url, count) => blockingDirective(policy, "connect-src", url, count) !== null,
    }),
  });
  const agent = createUserAgent({ engine, rules });
  try {
    const request = createPageRequest(client, new URL(row.client.url, page), initOf(row, initiator));
    const asked = traceRequest(request);
    return createTrace(
      agent,
      asked,
      simulateFetch(agent, request, (sent) => answer(row, sent)),
    );
  } catch (error) {
    return invalidTrace(row, engine, page, (error as Error).message);
  }
}

function initOf({ client: { api, init } }: RecordedCase, initiator: Initiator): PageRequestInit {
  const { big, cache, credentials, headers = {}, keepalive, method, mode, redirect, stream } = init;
  const body = big === true ? "x".repeat(70_000) : init.body;
  const isPlain = api === "imgplain" || api === "scriptplain" || api === "canvas";
  const beacon = { method: "POST", credentials: "include", headers: [["Content-Type", "application/json"]] } as const;
  return {
    initiator,
    headers: Object.entries(headers),
    ...(init.upload === true && { useCorsPreflight: true }),
    ...(initiator === "worker" && { mode: "same-origin" }),
    ...(keepalive !== undefined && { keepalive }),
    ...(stream === true && { body: { content: null, hasSource: false, length: null, type: null } }),
    ...(initiator === "beacon" && beacon),
    ...(isPlain && { mode: "no-cors", credentials: "include" }),
    ...(method !== undefined && { method }),
    ...(cache !== undefined && { cache }),
    ...(credentials !== undefined && { credentials }),
    ...(mode !== undefined && { mode }),
    ...(redirect !== undefined && { redirect }),
    ...(body !== undefined && { body: { content: body, hasSource: true, length: body.length, type: null } }),
  };
}

function invalidTrace(row: RecordedCase, engine: Profile["engine"], page: URL, actual: string): Trace {
  const { init, url } = row.client;
  return {
    engine,
    request: {
      url,
      method: init.method ?? "GET",
      headers: [],
      hasBody: init.body !== undefined,
      bodyLength: null,
      streamsBody: false,
      origin: page.origin,
      pageUrl: page.href,
      mode: init.mode ?? "cors",
      credentials: init.credentials ?? "same-origin",
      redirect: "follow",
      cache: "default",
      useCorsPreflight: false,
      keepalive: false,
      initiator: "fetch",
    },
    exchanges: [],
    outcome: { ok: false, failure: { ok: false, code: "invalid-request", actual }, exchange: null },
  };
}

/** Where nothing listens, or something that does not speak HTTP. */
const elsewhere: Readonly<Record<string, Extract<NetworkAnswer, { failed: string }>["failed"]>> = {
  "http://127.0.0.1:4198": "connection-refused",
  "http://nope.invalid": "name-not-resolved",
  "https://127.0.0.1:4143": "certificate-invalid",
  "https://127.0.0.1:4101": "tls-error",
  "http://127.0.0.1:4143": "connection-closed",
  "http://127.0.0.1:4105": "aborted",
};

function answer({ client, server }: RecordedCase, { kind, url }: NetworkRequest): NetworkAnswer {
  const failed = elsewhere[url.origin];
  if (failed !== undefined) return { failed, message: `${failed}: self-signed certificate` };
  if (url.origin === pageOrigin && server.actual === undefined) return { status: 404, headerList: [] };
  const isSecond = !client.url.includes(url.pathname.replace(/\/$/, ""));
  const given =
    kind === "preflight"
      ? isSecond
        ? server.secondHopPreflight
        : server.preflight
      : isSecond
        ? server.secondHop
        : server.actual;
  if (given?.end === true) return { failed: "connection-closed", message: "closed" };
  if (given?.raw !== undefined) return { failed: "invalid-http-response", message: "garbage" };
  if (given === undefined || given.reset === true) return { failed: "connection-reset", message: "reset" };
  return {
    status: given.s ?? 200,
    headerList: (given.h ?? []).map(([name, value]): Header => [name, withOrigin(value, isSecond).trim()]),
  };
}

/** `$O` is the Origin that the request came with: behind a redirect to another origin it is null. */
function withOrigin(value: string, isSecond: boolean): string {
  return value.replaceAll("$O", isSecond ? "null" : pageOrigin);
}
