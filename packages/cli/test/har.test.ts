import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { RecordingReport, Report } from "@concors/explain";
import { runMain } from "./run-main.ts";
import type { Run } from "./run-main.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const page = "https://app.example.com";
const api = "https://api.example.com/items";

type Headers = Readonly<Record<string, string>>;

/** An entry as developer tools write it, by what tells it from others. */
interface Entry {
  readonly method?: string;
  readonly url?: string;
  readonly sent?: Headers;
  readonly status?: number;
  readonly headers?: Headers;
  readonly error?: string | null;
  readonly type?: string;
  readonly at?: number;
  readonly cookies?: boolean;
}

const recorders = {
  chromium: { creator: { name: "WebInspector", version: "537.36" } },
  firefox: { creator: { name: "Firefox", version: "153.0" }, browser: { name: "Firefox", version: "153.0" } },
  webkit: { creator: { name: "WebKit Web Inspector", version: "1.0" } },
};

function harOf(recorder: keyof typeof recorders, entries: readonly Entry[], title = `${page}/`): string {
  return JSON.stringify({
    log: { version: "1.2", ...recorders[recorder], pages: [{ id: "page_1", title }], entries: entries.map(entryOf) },
  });
}

function entryOf(entry: Entry, index: number): unknown {
  const {
    at = index,
    cookies,
    error,
    headers = {},
    method = "GET",
    sent = { origin: page },
    status = 200,
    type,
    url = api,
  } = entry;
  const list = (record: Headers): unknown[] => Object.entries(record).map(([name, value]) => ({ name, value }));
  return {
    startedDateTime: new Date(1_800_000_000_000 + at * 1000).toISOString(),
    pageref: "page_1",
    ...(type === undefined ? {} : { _resourceType: type }),
    request: {
      method,
      url,
      headers: [
        { name: ":authority", value: "api.example.com" },
        ...list(sent),
        { name: "user-agent", value: "Mozilla/5.0" },
      ],
      cookies: cookies === true ? [{ name: "session", value: "hush" }] : [],
    },
    response: { status, statusText: "", headers: list(headers), ...(error === undefined ? {} : { _error: error }) },
    serverIPAddress: "192.0.2.1",
  };
}

async function explain(
  text: string,
  ...options: readonly string[]
): Promise<Run & { readonly reports: readonly Report[] }> {
  await using folder = await temporaryFolder({ "recording.har": text });
  const path = join(folder.path, "recording.har");
  const run = await runMain(["check", "--har", path, ...options, "--json"]);
  if (run.stdout === "") return { ...run, reports: [] };
  const recording = JSON.parse(run.stdout) as RecordingReport;
  isRecording(recording);
  expect(isRecording.errors).toBeNull();
  return { ...run, reports: recording.failed.map(({ report }) => report) };
}

const schema = new URL("../../../docs/explanation.schema.json", import.meta.url);
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
ajv.addSchema(JSON.parse(readFileSync(schema, "utf8")) as object, "report");
const isRecording = ajv.compile({ $ref: "report#/$defs/recordingReport" });

function codesOf(reports: readonly Report[]): (string | null)[] {
  return reports.map(({ explanations }) => explanations[0]?.cause?.code ?? null);
}

const put = { method: "PUT", sent: { origin: page, "content-type": "application/json" } };
const asked = {
  origin: page,
  "access-control-request-method": "PUT",
  "access-control-request-headers": "content-type",
};
const own = { "access-control-allow-origin": page };
const granted = { ...own, "access-control-allow-methods": "PUT", "access-control-allow-headers": "content-type" };
const failed = "net::ERR_FAILED";

/** What a recording has, and the causes of what is not allowed in it. */
const rows: readonly (readonly [name: string, text: string, codes: readonly string[]])[] = [
  ["Chromium has the headers of what it blocked", harOf("chromium", [{ status: 400, error: failed }]), ["CORS-O02"]],
  [
    "Chromium lists the preflight after its request",
    harOf("chromium", [
      { ...put, status: 0, error: failed, type: "fetch" },
      { method: "OPTIONS", sent: asked, status: 404, error: failed, type: "preflight" },
    ]),
    ["CORS-P01"],
  ],
  [
    "a preflight that is right, and an answer that is not",
    harOf("chromium", [
      { ...put, status: 500, error: failed, type: "xhr" },
      { method: "OPTIONS", sent: asked, status: 204, headers: granted, error: null, type: "preflight" },
    ]),
    ["CORS-O02"],
  ],
  [
    "Firefox lists the preflight before, as any other request, and no error",
    harOf("firefox", [
      { method: "OPTIONS", sent: asked, status: 204, headers: { ...own, "access-control-allow-methods": "PUT" } },
      { ...put, status: 0 },
    ]),
    ["CORS-H01"],
  ],
  [
    "a preflight of which only the kind was recorded",
    harOf("chromium", [
      { ...put, status: 0, error: failed },
      { method: "OPTIONS", sent: {}, status: 404, type: "preflight" },
    ]),
    ["CORS-P01"],
  ],
  [
    "of several preflights the nearest is the request's own",
    harOf("chromium", [
      { method: "OPTIONS", sent: asked, status: 404, at: 0 },
      { ...put, status: 0, error: failed, at: 1 },
      { method: "OPTIONS", sent: asked, status: 204, headers: granted, at: 60 },
      { ...put, headers: own, at: 61 },
    ]),
    ["CORS-P01"],
  ],
  [
    "WebKit too",
    harOf("webkit", [
      { method: "OPTIONS", sent: asked, status: 401 },
      { ...put, status: 0 },
    ]),
    ["CORS-P02"],
  ],
  [
    "the preflight of an earlier request is in a cache",
    harOf("chromium", [
      { method: "OPTIONS", sent: asked, status: 204, headers: granted, type: "preflight" },
      { ...put, headers: own },
      { ...put, headers: {}, error: failed },
    ]),
    ["CORS-O01"],
  ],
  ["no preflight, and an answer: it was permitted", harOf("chromium", [{ ...put, headers: own }]), []],
  ["no preflight, and no answer: not known", harOf("chromium", [{ ...put, status: 0, error: failed }]), ["NET-14"]],
  [
    "cookies were sent, so * will not do",
    harOf("chromium", [{ headers: { "access-control-allow-origin": "*" }, cookies: true, error: failed }]),
    ["CORS-C01"],
  ],
  [
    "cookies were left out of the file, and * failed",
    harOf("chromium", [{ headers: { "access-control-allow-origin": "*" }, error: failed }]),
    ["CORS-C01"],
  ],
  [
    "a redirect is one request",
    harOf("chromium", [
      { status: 302, headers: { ...own, location: "https://other.example/b" } },
      { url: "https://other.example/b", sent: { origin: "null" }, headers: own, error: failed },
    ]),
    ["CORS-R05"],
  ],
  ["nobody listens", harOf("chromium", [{ status: 0, error: "net::ERR_CONNECTION_REFUSED" }]), ["NET-02"]],
  ["no such name", harOf("chromium", [{ status: 0, error: "net::ERR_NAME_NOT_RESOLVED" }]), ["NET-01"]],
  [
    "a certificate that has expired",
    harOf("chromium", [{ status: 0, error: "net::ERR_CERT_DATE_INVALID" }]),
    ["TLS-04"],
  ],
  ["an ad blocker", harOf("chromium", [{ status: 0, error: "net::ERR_BLOCKED_BY_CLIENT" }]), ["EXT-01"]],
  [
    "a policy that is not in the file",
    harOf("chromium", [{ status: 0, error: "net::ERR_BLOCKED_BY_CSP" }]),
    ["CSP-01"],
  ],
  [
    "a policy that is in the file",
    harOf("firefox", [
      { url: `${page}/`, sent: {}, headers: { "content-security-policy": "connect-src 'self'" }, type: "document" },
      { status: 0 },
    ]),
    ["CSP-01"],
  ],
  [
    "mixed content has no error",
    harOf("firefox", [{ url: "http://api.example.com/items", status: 0, sent: { referer: `${page}/` } }]),
    ["MIX-01"],
  ],
  [
    "the same failure again and again is one",
    harOf("chromium", [{ error: failed }, { error: failed }, { error: failed }]),
    ["CORS-O01"],
  ],
  [
    "an image without CORS",
    harOf("chromium", [
      {
        sent: { referer: `${page}/`, "sec-fetch-mode": "no-cors" },
        type: "image",
        headers: { "content-type": "image/png" },
      },
    ]),
    [],
  ],
  [
    "a script in a recording that tells no kinds was sent without Origin, so it needs none",
    harOf("webkit", [
      {
        url: "https://cdn.example.com/a.js",
        sent: { referer: `${page}/` },
        headers: { "content-type": "text/javascript" },
      },
    ]),
    [],
  ],
  ["a byte order mark before it", `\uFEFF${harOf("firefox", [{ status: 200 }])}`, ["CORS-O01"]],
  ["what is of the page's own origin", harOf("chromium", [{ url: `${page}/a`, status: 500 }]), []],
  ["an empty recording", harOf("chromium", []), []],
];

test.each(rows)("%s", async (_name, text, codes) => {
  const { reports, status, stderr } = await explain(text);
  expect(codesOf(reports)).toEqual(codes);
  const isBlocked = reports.some(({ verdict }) => verdict === "blocked");
  expect([status, stderr]).toEqual([isBlocked ? 1 : codes.length > 0 ? 2 : 0, ""]);
});

test("the engine is the one that recorded it, and its departures count", async () => {
  const entries: Entry[] = [
    { ...put, status: 0 },
    { method: "OPTIONS", sent: asked, status: 404, headers: {} },
  ];
  for (const recorder of ["chromium", "firefox", "webkit"] as const) {
    const { reports } = await explain(harOf(recorder, entries));
    expect(reports[0]?.engines.map(({ engine }) => engine)).toEqual([recorder]);
  }
  const { reports } = await explain(harOf("chromium", entries), "--browser", "webkit");
  expect(reports[0]?.engines.map(({ engine }) => engine)).toEqual(["webkit"]);
});

describe("for a person", () => {
  async function read(text: string, ...options: readonly string[]): Promise<Run> {
    await using folder = await temporaryFolder({ "recording.har": text });
    const path = join(folder.path, "recording.har");
    const run = await runMain(["check", "--har", path, ...options]);
    return { ...run, stdout: run.stdout.replaceAll(path, "x.har"), stderr: run.stderr.replaceAll(path, "x.har") };
  }

  test("each failure is a report of its own", async () => {
    const url = "https://api.example.com/other?token=hush";
    const { status, stdout } = await read(
      harOf("chromium", [{ error: failed }, { error: failed }, { url, error: failed, status: 0 }, { headers: own }]),
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^x\.har: 4 requests to other origins, 2 to explain\.\n\n1 of 2, 2 times\nblocked\[CORS-O01\]: /,
    );
    expect(stdout).toMatch(/\n2 of 2\nunknown\[NET-14\]: The recording does not have the answer/);
    expect(stdout).not.toContain("hush");
  });

  test("nothing blocked is said so", async () => {
    expect(await read(harOf("chromium", [{ headers: own }, { headers: own }]))).toEqual({
      status: 0,
      stdout: "Nothing was blocked in x.har: 2 requests to other origins, all allowed.\n",
      stderr: "",
    });
    expect((await read(harOf("chromium", []))).stdout).toBe("x.har has no request of a page to another origin.\n");
  });

  test.each([
    ["not JSON", "PK", "--har x.har: that is no JSON; save the network log of the developer tools as HAR."],
    ["no HAR", "{}", "--har x.har: that is no HAR file: it has no log.entries."],
    ["an array", "[]", "--har x.har: that is no HAR file: it has no log.entries."],
  ])("%s: one line", async (_name, text, line) => {
    expect(await read(text)).toEqual({ status: 2, stdout: "", stderr: `concors: ${line}\n` });
  });

  test("a file that is not there, a URL beside it, and what a recording cannot tell", async () => {
    const lines = await Promise.all([
      runMain(["check", "--har", "/nowhere.har"]),
      runMain(["check", api, "--har", "x.har"]),
      runMain(["check", "--har", "x.har", "--from", page]),
    ]);
    expect(lines.map(({ stderr }) => stderr)).toEqual([
      "concors: --har /nowhere.har: there is no such file.\n",
      "concors: --har and another way in: give one of them.\n",
      "concors: --har: the recording says who asked what, and nothing is sent: leave --from, --send and --print out.\n",
    ]);
  });
});

test("whatever is in a file, it is read or refused in a line", async () => {
  const odd: unknown[] = [
    null,
    1,
    "x",
    {},
    { request: null, response: 1 },
    { request: { url: api, method: 7, headers: "x" }, response: { status: "200", headers: [null, { name: 1 }] } },
    { request: { url: "https://[", method: "GET" } },
    { request: { url: api, method: "TRACE", headers: [{ name: "origin", value: page }] }, response: { status: 200 } },
    {
      request: {
        url: api,
        method: "G T",
        headers: [
          { name: "origin", value: page },
          { name: "a b", value: "\n" },
        ],
      },
    },
    {
      request: { url: api, method: "GET", headers: [{ name: "Origin", value: "nonsense" }] },
      startedDateTime: "never",
    },
  ];
  const { status, stderr } = await explain(JSON.stringify({ log: { entries: odd, pages: [null], creator: 1 } }));
  expect(stderr).toBe("");
  expect([0, 1, 2]).toContain(status);
});
