import { stripVTControlCharacters } from "node:util";
import "@concors/browser/matchers/vitest";
import type { ServerResponse } from "node:http";
import type { CorsMatchers, PageRequest } from "@concors/browser/matchers";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { serve } from "../support/servers.ts";

const page = "https://app.example.com";
const evil = "https://evil.example";
/** Where a function is said to be that listens nowhere. */
const own = "http://under-test.localhost";

type Headers = Readonly<Record<string, string>>;
type App = (request: Request) => Response;

/** An app that answers everything alike. */
function always(headers: Headers, status = 200): App {
  return () => new Response(status === 204 ? null : "hello", { status, headers });
}

const allowOrigin = { "Access-Control-Allow-Origin": page, Vary: "Origin" };
const open = always({ "Access-Control-Allow-Origin": "*" });
const silent = always({});
const json = { "Content-Type": "application/json" };

/** An app that answers preflights with one thing, and what comes after them with another. */
function withPreflight(preflight: Headers, status = 204, actual: Headers = allowOrigin): App {
  return ({ method }) => (method === "OPTIONS" ? always(preflight, status) : always(actual))(new Request("http://x/"));
}

const right = withPreflight({
  ...allowOrigin,
  "Access-Control-Allow-Methods": "PUT",
  "Access-Control-Allow-Headers": "Content-Type",
});

/** A server that has the errors it should have, and says so to pages. */
const errors: App = ({ url }) => {
  const status = { "/me": 401, "/broken": 500, "/": 200 }[new URL(url).pathname] ?? 404;
  return always(allowOrigin, status)(new Request(url));
};
/** The same, but that its errors are of another layer. */
const bareErrors: App = (request) => {
  const answer = errors(request);
  return answer.ok ? answer : new Response("oops", { status: answer.status });
};

const echoing: App = ({ headers }) =>
  new Response("hello", {
    headers: {
      "Access-Control-Allow-Origin": headers.get("Origin") ?? "*",
      "Access-Control-Allow-Credentials": "true",
    },
  });
const ending: App = ({ headers }) => {
  const origin = headers.get("Origin") ?? "";
  const allowed = origin.endsWith("example.com") ? { "Access-Control-Allow-Origin": origin } : {};
  return new Response("hello", { headers: { Vary: "Origin", "Access-Control-Allow-Credentials": "true", ...allowed } });
};
/** Who is signed in gets another answer. */
const personal: App = (request) => {
  const { headers } = echoing(request);
  return new Response(request.headers.has("Cookie") ? "Ada's" : "nobody's", { headers });
};
const varying: App = ({ headers }) =>
  new Response("hello", {
    headers: headers.get("Origin") === page ? allowOrigin : { Vary: "accept-encoding, ORIGIN" },
  });
const varyingForPages: App = ({ headers }) =>
  new Response("hello", { headers: headers.has("Origin") ? allowOrigin : {} });

/** What Chromium alone asks for without a preflight, of a server that refuses any. */
const differing: { readonly app: App; readonly request: PageRequest } = {
  app: withPreflight({}, 403),
  request: { headers: { "Save-Data": "on" } },
};

/** What is expected of a server, and what is said where it does otherwise; null where it does so. */
interface Row {
  readonly name: string;
  readonly check: () => Promise<void>;
  readonly opposite: () => Promise<void>;
  readonly says: string | null;
}

function row(name: string, server: unknown, matcher: keyof CorsMatchers, args: unknown[], says?: string): Row {
  return {
    name,
    check: () => anyOf(server)[matcher]!(...args),
    opposite: () => anyOf(server).not[matcher]!(...args),
    says: says ?? null,
  };
}

type Calls = Readonly<Record<string, (...args: unknown[]) => Promise<void>>>;

/** What `expect` returns, for matchers and arguments that are data. */
const anyOf = expect as unknown as (server: unknown) => Calls & { readonly not: Calls };

const put = { method: "PUT", headers: json, body: "{}" };

const rows: readonly Row[] = [
  row("* lets every page read", open, "toLetRead", [page]),
  row("without a header no page reads", silent, "toLetRead", [page], "blocked[CORS-O01]"),
  row("its own name lets a page read", always(allowOrigin), "toLetRead", [page]),
  row("another's name does not", always(allowOrigin), "toLetRead", [evil], "^^^ must be"),
  row("with credentials * is no name", open, "toLetRead", [page, { credentials: "include" }], "blocked[CORS-C01]"),
  row("a preflight that is answered lets a PUT through", right, "toLetRead", [page, put]),
  row("a preflight that is not answered keeps it back", withPreflight({}, 405), "toLetRead", [page, put], "CORS-P01"),
  row("an answer that is an error is read like any other", always(allowOrigin, 500), "toLetRead", [page]),
  row("an app's page at http://localhost is a page like any other", open, "toLetRead", ["http://localhost"]),
  row("a page without an origin is named null", always({ "Access-Control-Allow-Origin": "null" }), "toLetRead", [
    "null",
  ]),

  row("a page that is not named is refused", always(allowOrigin), "toRefuse", [evil]),
  row("nobody is refused by *", open, "toRefuse", [evil], "it lets in whoever asks"),
  row(
    "nobody is refused by an echo",
    echoing,
    "toRefuse",
    [evil, { credentials: "include" }],
    "it lets in whoever asks",
  ),
  row("one who is named is not refused", always(allowOrigin), "toRefuse", [page], "is let in by name"),
  row("a PUT is refused by its preflight", withPreflight(allowOrigin), "toRefuse", [page, put]),

  row("a preflight is passed", right, "toAnswerPreflight", [page, put]),
  row("a method is not listed", right, "toAnswerPreflight", [page, { method: "DELETE" }], "must list DELETE"),
  row("a header is not listed", right, "toAnswerPreflight", [page, { headers: { "X-A": "1" } }], "CORS-H0"),
  row(
    "the request after it is not looked at",
    withPreflight({ ...allowOrigin, "Access-Control-Allow-Methods": "PUT" }, 204, {}),
    "toAnswerPreflight",
    [page, { method: "PUT" }],
  ),

  row(
    "a header that is listed is exposed",
    always({ ...allowOrigin, "Access-Control-Expose-Headers": "ETag" }),
    "toExpose",
    ["etag"],
  ),
  row("a header of every answer is exposed", open, "toExpose", ["Content-Type"]),
  row("any other is not", open, "toExpose", ["X-Id", "ETag"], "has to name X-Id, ETag"),
  row(
    "* exposes all",
    always({ "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "*" }),
    "toExpose",
    ["X-Id"],
  ),
  row(
    "but not with credentials",
    always({ ...allowOrigin, "Access-Control-Allow-Credentials": "true", "Access-Control-Expose-Headers": "*" }),
    "toExpose",
    ["X-Id", { credentials: "include" }],
    "with credentials, * is no wildcard",
  ),
  row("nothing is exposed to who may not read", silent, "toExpose", ["X-Id", { origin: page }], "blocked[CORS-O01]"),
  row("who asks is said if nobody said it", silent, "toExpose", ["X-Id"], "no origin was given, so pages of"),

  row("errors keep their headers", errors, "toKeepCorsOnErrors", [{ 401: "/me", 404: "/missing", 500: "/broken" }]),
  row("errors lose their headers", bareErrors, "toKeepCorsOnErrors", [{ 401: "/me" }], "blocked[CORS-O"),
  row("of a list the status is what it turns out to be", errors, "toKeepCorsOnErrors", [["/me", "/broken"]]),
  row("404 needs no telling how", errors, "toKeepCorsOnErrors", [[404]]),
  row(
    "a missing path of another layer",
    bareErrors,
    "toKeepCorsOnErrors",
    [[404], { origin: page }],
    "GET /concors-asks",
  ),

  row("every answer varies", varying, "toVaryOnOrigin", [{ origin: page }]),
  row("no answer varies", echoing, "toVaryOnOrigin", [], "3 of 3 answers have no Vary: Origin"),
  row("the one without an origin does not", varyingForPages, "toVaryOnOrigin", [], "1 of 3 answers"),
  row("* needs no Vary", open, "toVaryOnOrigin", [], "Leave this out."),
  row("Vary: * is more than enough", always({ Vary: "*" }), "toVaryOnOrigin", []),

  row("who lets in a list passes an audit", varying, "toPassAudit", [{ origins: [page] }]),
  row("who says nothing passes an audit", silent, "toPassAudit", ["/items"]),
  row("who lets in whoever asks does not", echoing, "toPassAudit", [], "high[AUD-R1]"),
  row("who lets in a name's ending does not", ending, "toPassAudit", [{ origins: [page] }], "AUD-S1"),
  row("what is not as bad as that passes", echoing, "toPassAudit", [{ failOn: "critical" }]),
  row("as bad as it is for a user", personal, "toPassAudit", [{ headers: { Cookie: "id=1" } }], "critical[AUD-R1]"),
  row("an intent is held against it", open, "toPassAudit", [{ policy: { origins: [page] } }], "[AUD-I1]"),

  row("there is one", always(allowOrigin), "toHaveSingleAllowOrigin", []),
  row("there is none", silent, "toHaveSingleAllowOrigin", [], "(no Access-Control-Allow-Origin)"),
  row(
    "there are two",
    always({ "Access-Control-Allow-Origin": `${page}, ${page}` }),
    "toHaveSingleAllowOrigin",
    [],
    "CORS-O",
  ),
  row("the preflight has one as well", right, "toHaveSingleAllowOrigin", [put]),
  row(
    "the preflight has two",
    withPreflight({ "Access-Control-Allow-Origin": `${page}, *` }),
    "toHaveSingleAllowOrigin",
    [put],
    "CORS-O",
  ),
];

/** What fails, in the words of a terminal that has no colours, whatever this one has. */
async function withoutColors(failing: Promise<unknown>): Promise<void> {
  try {
    await failing;
  } catch (error) {
    throw new Error(stripVTControlCharacters((error as Error).message), { cause: error });
  }
}

describe("what holds passes, and its opposite fails", () => {
  test.each(rows.filter(({ says }) => says === null))("$name", async ({ check, opposite }) => {
    await check();
    await expect(withoutColors(opposite())).rejects.toThrow(/^expect\(server\)\.not\.to/);
  });
});

describe("what does not hold fails with the reason, and its opposite passes", () => {
  test.each(rows.filter(({ says }) => says !== null))("$name: $says", async ({ check, opposite, says }) => {
    await expect(check()).rejects.toThrow(says!);
    await opposite();
  });
});

describe("where browsers disagree", () => {
  const { app, request } = differing;

  test("neither a matcher nor its opposite passes", async () => {
    for (const check of [
      () => expect(app).toLetRead(page, request),
      () => expect(app).not.toLetRead(page, request),
      () => expect(app).toRefuse(page, request),
      () => expect(app).toAnswerPreflight(page, request),
    ]) {
      await expect(check()).rejects.toThrow("They disagree.");
    }
  });

  test("one can be asked alone", async () => {
    await expect(app).toLetRead(page, { ...request, engine: "chromium" });
    await expect(app).toRefuse(page, { ...request, engine: ["firefox", "webkit"] });
  });
});

describe("what could not be found out passes nothing", () => {
  const rowsOfNothing: readonly (readonly [string, () => Promise<unknown>, string | RegExp])[] = [
    ["nobody listens", () => Promise.resolve("http://127.0.0.1:1/"), /port-blocked|refuses connections/],
    [
      "nothing is answered",
      async () => (await serve((request) => request.socket.destroy())).origin,
      /closed the connection/,
    ],
    [
      "the server throws",
      () =>
        Promise.resolve(() => {
          throw new Error("no database");
        }),
      "The server under test answered nothing, but threw Error: no database",
    ],
    [
      "the server throws later",
      () => Promise.resolve(async (_request: unknown, _response: unknown) => Promise.reject(new Error("no database"))),
      "The server under test answered nothing, but threw Error: no database",
    ],
  ];
  test.each(rowsOfNothing)("%s", async (_name, make, sentence) => {
    const server = await make();
    for (const check of [
      () => expect(server).toLetRead(page),
      () => expect(server).toRefuse(page),
      () => expect(server).not.toLetRead(page),
      () => expect(server).toVaryOnOrigin(),
      () => expect(server).toPassAudit(),
    ]) {
      await expect(check()).rejects.toThrow(sentence);
    }
  });

  test("an answer that does not come is waited for as long as is said", async () => {
    const { origin } = await serve(() => {});
    const began = performance.now();
    await expect(expect(origin).toRefuse(page, { timeout: 100 })).rejects.toThrow("NET-0");
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test("an error that is none", async () => {
    const sentence = "GET / was answered 200, and not 500: there is no error to look at.";
    await expect(expect(errors).toKeepCorsOnErrors({ 500: "/" })).rejects.toThrow(sentence);
  });
});

describe("what cannot be asked is told what can", () => {
  const wrong: readonly (readonly [name: string, matcher: keyof CorsMatchers, args: unknown[], says: string])[] = [
    ["an origin with a path", "toLetRead", [`${page}/`], `"${page}/" is not an origin: it is "${page}".`],
    ["no origin", "toRefuse", [], "undefined is not the origin of a page, which is like https://app.example.com."],
    ["the server's own origin", "toRefuse", [own], `${own} is the server's own origin`],
    ["a word that is misspelt", "toRefuse", [page, { credential: "include" }], 'A request has no "credential"; it has'],
    ["a number for a request", "toRefuse", [page, 3], "3 is no request"],
    ["an engine that there is none of", "toRefuse", [page, { engine: "trident" }], "there are spec, chromium"],
    [
      "a path of another server",
      "toRefuse",
      [page, "https://other.example/"],
      "is not a path of http://under-test.localhost.",
    ],
    [
      "a header that no page can set",
      "toRefuse",
      [page, { headers: { "bad name": "1" } }],
      "No browser sends this request",
    ],
    ["a time that is none", "toRefuse", [page, { timeout: -1 }], "timeout: -1 is no time"],
    ["a preflight of what needs none", "toAnswerPreflight", [page, "/items"], "GET /items needs no preflight"],
    ["no header", "toExpose", [], 'toExpose("X-Request-Id")'],
    ["what is no header's name", "toExpose", ["X Id"], '"X Id" is not the name of a header'],
    ["no errors", "toKeepCorsOnErrors", [[]], "Say which errors: toKeepCorsOnErrors({ 401:"],
    ["what is no status", "toKeepCorsOnErrors", [{ path: "/me" }], "path is not the status of an error"],
    ["a path alone", "toKeepCorsOnErrors", ["/me"], '"/me" does not say which errors'],
    ["an error that nobody said how to provoke", "toKeepCorsOnErrors", [[500]], "so that the server answers 500?"],
    ["an audit of nothing", "toPassAudit", [3], "3 does not say what to audit"],
    ["a word that no audit has", "toPassAudit", [{ origin: page }], 'An audit has no "origin"; it has failOn, headers'],
    ["a severity that there is none of", "toPassAudit", [{ failOn: "bad" }], 'failOn: "bad" is no severity'],
    ["what no cache keeps", "toVaryOnOrigin", [{ method: "PUT" }], "No cache keeps the answer to PUT: ask for a GET."],
  ];
  test.each(wrong)("%s", async (_name, matcher, args, says) => {
    const { check, opposite } = row("", silent, matcher, args);
    await expect(check()).rejects.toThrow(says);
    await expect(opposite()).rejects.toThrow(says);
  });
});

test("each distinct request is sent once, and a preflight alone sends nothing after it", async () => {
  const sent: string[] = [];
  const { origin } = await serve((request, response) => {
    sent.push(request.method!);
    for (const [name, value] of Object.entries(allowOrigin)) response.setHeader(name, value);
    response.setHeader("Access-Control-Allow-Methods", "DELETE").writeHead(204).end();
  });
  await expect(origin).toAnswerPreflight(page, { method: "DELETE" });
  expect(sent).toEqual(["OPTIONS"]);
  await expect(origin).toLetRead(page, { method: "DELETE" });
  expect(sent).toEqual(["OPTIONS", "OPTIONS", "DELETE"]);
});

test("nothing of a stream that does not end is left", async () => {
  let isOver = false;
  await expect((_request: unknown, response: ServerResponse) => {
    response.writeHead(200, allowOrigin).write("one");
    response.on("close", () => (isOver = true));
  }).toLetRead(page);
  await vi.waitFor(() => expect(isOver).toBe(true));
});

test("no socket and no server is left", async () => {
  const held = (): string[] => process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP"));
  const listener = (_request: unknown, response: ServerResponse): void =>
    void response.writeHead(200, allowOrigin).end();
  const { origin } = await serve(listener);
  const before = held();
  await expect(listener).toLetRead(page);
  await expect(origin).toLetRead(page);
  await expect(listener).toRefuse(evil, { engine: "firefox" });
  await expect(listener).toPassAudit();
  await vi.waitFor(() => expect(held()).toEqual(before));
});

test("where a server runs has no say: neither mixed content nor Local Network Access", async () => {
  const { origin } = await serve((_request, response) => {
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  });
  await expect(origin).toLetRead("https://app.example.com");
  await expect(origin).toLetRead("http://app.example.com");
});

test("secrets and control characters are not in what is said", async () => {
  const server = always({ "Access-Control-Allow-Origin": "\u009b31mred" });
  const request = { path: "/items?token=s3cret", headers: { Authorization: "Bearer s3cret" } };
  const message = await expect(server)
    .toLetRead(page, request)
    .then(() => "")
    .catch((error: unknown) => String(error));
  expect(message).toContain("GET /items?token=***");
  expect(message).not.toContain("s3cret");
  expect(message).not.toContain("\u009b");
});

test("pages of an origin may read an answer or are refused, whatever it is, and never both", async () => {
  const value = fc.constantFrom(page, `${page}/`, "*", "null", evil, "", `${page}, ${evil}`, "HTTPS://app.example.com");
  const answer = fc.record(
    {
      "Access-Control-Allow-Origin": value,
      "Access-Control-Allow-Credentials": fc.constantFrom("true", "True", "false"),
      "Access-Control-Allow-Methods": fc.constantFrom("*", "PUT", "put", "GET"),
      "Access-Control-Allow-Headers": fc.constantFrom("*", "content-type", "x-a"),
    },
    { requiredKeys: [] },
  );
  const request = fc.record(
    {
      method: fc.constantFrom("GET", "PUT", "POST"),
      credentials: fc.constantFrom("include" as const, "omit" as const),
      headers: fc.constantFrom(json, {}),
    },
    { requiredKeys: [] },
  );
  const passes = (check: Promise<void>): Promise<boolean> => check.then(() => true).catch(() => false);
  const asked = fc.asyncProperty(answer, fc.constantFrom(200, 204, 405), request, async (headers, status, init) => {
    const server = always(headers, status);
    const firefox = { ...init, engine: "firefox" } as const;
    expect(await passes(expect(server).toLetRead(page, firefox))).toBe(
      !(await passes(expect(server).toRefuse(page, firefox))),
    );
    expect(await passes(expect(server).toRefuse(page, init))).toBe(
      await passes(expect(server).not.toLetRead(page, init)),
    );
  });
  await fc.assert(asked, { numRuns: 100 });
});
