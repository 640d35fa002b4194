import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import connect from "connect";
import cors from "concors/compat";
import type { CompatSettings, CorsMiddleware, CorsOptions, CorsOptionsDelegate, OptionIssue } from "concors/compat";
import { CorsOptionsError } from "concors/compat";
import express from "express";
import { describe, expect, test } from "vitest";
import { ask } from "./client.ts";
import type { Answer } from "./client.ts";

const app = "https://app.example.com";
const evil = "https://evil.example";

type Handler = (response: ServerResponse) => void;
type Serve = (middlewares: readonly CorsMiddleware[], handle: Handler) => RequestListener;

// It has no types of its own; those of its successor fit.
const express4 = createRequire(import.meta.url)("express4") as typeof express;

const frameworks: Readonly<Record<string, Serve>> = {
  "Express 5": (middlewares, handle) => {
    const application = express();
    for (const middleware of middlewares) application.use(middleware);
    return application.use((_request, response) => handle(response));
  },
  "Express 4": (middlewares, handle) => {
    const application = express4();
    for (const middleware of middlewares) application.use(middleware);
    return application.use((_request, response) => handle(response));
  },
  Connect: (middlewares, handle) => {
    const application = connect();
    for (const middleware of middlewares) {
      application.use((request: IncomingMessage, response: ServerResponse, next) =>
        middleware(request, response, next),
      );
    }
    application.use((_request: IncomingMessage, response: ServerResponse) => handle(response));
    return (request, response) => application(request, response);
  },
};

interface Sent {
  readonly method?: string;
  readonly origin?: string | readonly string[];
  readonly headers?: readonly (readonly [string, string])[];
}

async function send(
  serve: Serve,
  middlewares: readonly CorsMiddleware[],
  sent: Sent,
  handle: Handler,
): Promise<Answer> {
  const server = createServer(serve(middlewares, handle));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const origins = sent.origin === undefined ? [] : [sent.origin].flat();
    const headers = [...origins.map((origin) => ["Origin", origin] as const), ...(sent.headers ?? [])];
    const { port } = server.address() as AddressInfo;
    return await ask("HTTP/1.1", port, { path: "/", method: sent.method ?? "GET", headers });
  } finally {
    server.close();
  }
}

const ofCors = /^(?:access-control-.*|vary|content-length)$/;

function corsOf({ status, headerList, body }: Answer): Record<string, unknown> {
  const told = headerList.filter(([name, value]) => ofCors.test(name) && !(name === "content-length" && value !== "0"));
  return { status, body, ...Object.fromEntries(told) };
}

const preflight = (origin: string, method = "PUT", names?: string): Sent => ({
  method: "OPTIONS",
  origin,
  headers: [
    ["Access-Control-Request-Method", method],
    ...(names === undefined ? [] : [["Access-Control-Request-Headers", names] as const]),
  ],
});

const methods = { "access-control-allow-methods": "GET,HEAD,PUT,PATCH,POST,DELETE" };
const handled = { status: 200, body: "handled" };
const ended = { status: 204, body: "" };
const allow = (origin: string): Record<string, string> => ({ "access-control-allow-origin": origin });
const vary = { vary: "Origin" };
const echoVary = { vary: "Origin, Access-Control-Request-Headers" };
const credentials = { "access-control-allow-credentials": "true" };

interface AnswerRow {
  readonly name: string;
  readonly options?: CorsOptions | CorsOptionsDelegate | null;
  readonly sent: Sent;
  readonly want: Record<string, unknown>;
}

const answers: AnswerRow[] = [
  { name: "no options allow everybody", sent: { origin: evil }, want: { ...handled, ...allow("*") } },
  { name: "null is no options", options: null, sent: {}, want: { ...handled, ...allow("*") } },
  {
    name: "no options answer every OPTIONS",
    sent: { method: "OPTIONS" },
    want: { ...ended, ...allow("*"), ...methods, vary: "Access-Control-Request-Headers" },
  },

  { name: "origin: false is no CORS", options: { origin: false }, sent: { origin: app }, want: handled },
  {
    name: "origin: false leaves OPTIONS to the application",
    options: { origin: false },
    sent: preflight(app),
    want: handled,
  },
  {
    name: "origin: true is any origin, by name",
    options: { origin: true },
    sent: { origin: app },
    want: { ...handled, ...allow(app), ...vary },
  },
  { name: "origin: true without an Origin", options: { origin: true }, sent: {}, want: { ...handled, ...vary } },
  {
    name: "origin as a text is told to everybody",
    options: { origin: app, credentials: true },
    sent: { origin: evil },
    want: { ...handled, ...allow(app), ...credentials, ...vary },
  },
  {
    name: "origin in a list",
    options: { origin: [app, "https://b.example"], credentials: true },
    sent: { origin: "https://b.example" },
    want: { ...handled, ...allow("https://b.example"), ...credentials, ...vary },
  },
  {
    name: "origin not in a list: nothing is disclosed",
    options: { origin: [app], credentials: true, exposedHeaders: ["X-A"] },
    sent: { origin: evil },
    want: { ...handled, ...vary },
  },
  {
    name: "origin not in a list, preflight: nothing is disclosed",
    options: { origin: [app], credentials: true, maxAge: 5 },
    sent: preflight(evil, "PUT", "x-a"),
    want: { ...ended, ...echoVary },
  },
  {
    name: "origin that a RegExp in a list matches",
    options: { origin: [/^https:\/\/[a-z]+\.example\.com$/], credentials: true },
    sent: { origin: app },
    want: { ...handled, ...allow(app), ...credentials, ...vary },
  },
  {
    name: "origin sent twice is none, whatever a RegExp matches",
    options: { origin: /\.example\.com$/ },
    sent: { origin: [evil, app] },
    want: { ...handled, ...vary },
  },
  {
    name: "origin that a function allows",
    options: { origin: (origin, callback) => callback(null, origin === app), credentials: true },
    sent: { origin: app },
    want: { ...handled, ...allow(app), ...credentials, ...vary },
  },
  {
    name: "origin that a function denies: a cache is told",
    options: { origin: (_origin, callback) => callback(null, false) },
    sent: { origin: evil },
    want: { ...handled, ...vary },
  },
  {
    name: "origin that a function denies, preflight: the application does not see it",
    options: { origin: (_origin, callback) => callback(null, false) },
    sent: preflight(evil),
    want: { ...ended, ...echoVary },
  },
  {
    name: "origin that a function denies, any other OPTIONS: the application answers",
    options: { origin: (_origin, callback) => callback(null, false) },
    sent: { method: "OPTIONS" },
    want: { ...handled, ...echoVary },
  },
  {
    name: "origin that a function gives a list for",
    options: { origin: (_origin, callback) => callback(null, [app]) },
    sent: { origin: app },
    want: { ...handled, ...allow(app), ...vary },
  },
  {
    name: "origin that an async function allows",
    options: { origin: async (origin) => origin === app },
    sent: { origin: app },
    want: { ...handled, ...allow(app), ...vary },
  },
  {
    name: "origin that an async function denies",
    options: { origin: async (origin) => origin === app },
    sent: { origin: evil },
    want: { ...handled, ...vary },
  },
  {
    name: "origin function that calls back and is async",
    options: { origin: async (origin, callback) => callback(null, origin === app) },
    sent: { origin: app },
    want: { ...handled, ...allow(app), ...vary },
  },

  {
    name: "methods as a list",
    options: { methods: ["GET", "PUT"] },
    sent: preflight(app),
    want: {
      ...ended,
      ...allow("*"),
      "access-control-allow-methods": "GET,PUT",
      vary: "Access-Control-Request-Headers",
    },
  },
  {
    name: "methods as a text",
    options: { methods: "GET,PUT", allowedHeaders: [] },
    sent: preflight(app),
    want: { ...ended, ...allow("*"), "access-control-allow-methods": "GET,PUT" },
  },
  {
    name: "methods: undefined are the default",
    options: { methods: undefined, allowedHeaders: [] },
    sent: preflight(app),
    want: { ...ended, ...allow("*"), ...methods },
  },
  {
    name: "allowedHeaders as a list",
    options: { allowedHeaders: ["X-A", "X-B"] },
    sent: preflight(app, "PUT", "x-c"),
    want: { ...ended, ...allow("*"), ...methods, "access-control-allow-headers": "X-A,X-B" },
  },
  {
    name: "headers are allowedHeaders",
    options: { headers: "X-A,X-B" },
    sent: preflight(app, "PUT", "x-c"),
    want: { ...ended, ...allow("*"), ...methods, "access-control-allow-headers": "X-A,X-B" },
  },
  {
    name: "allowedHeaders left out are those that are asked for",
    sent: preflight(app, "PUT", "x-c, x-d"),
    want: {
      ...ended,
      ...allow("*"),
      ...methods,
      "access-control-allow-headers": "x-c, x-d",
      vary: "Access-Control-Request-Headers",
    },
  },
  {
    name: "allowedHeaders left out: a flood of names is not repeated",
    sent: preflight(app, "PUT", ",".repeat(4000)),
    want: { ...ended, ...allow("*"), ...methods, vary: "Access-Control-Request-Headers" },
  },
  {
    name: "exposedHeaders as a list",
    options: { exposedHeaders: ["X-A", "X-B"] },
    sent: { origin: app },
    want: { ...handled, ...allow("*"), "access-control-expose-headers": "X-A,X-B" },
  },
  {
    name: "exposedHeaders as a text",
    options: { exposedHeaders: "X-A,X-B" },
    sent: { origin: app },
    want: { ...handled, ...allow("*"), "access-control-expose-headers": "X-A,X-B" },
  },
  {
    name: "maxAge of 0",
    options: { maxAge: 0, allowedHeaders: ["X-A"] },
    sent: preflight(app),
    want: {
      ...ended,
      ...allow("*"),
      ...methods,
      "access-control-allow-headers": "X-A",
      "access-control-max-age": "0",
    },
  },
  {
    name: "optionsSuccessStatus, which has an empty body and says so",
    options: { optionsSuccessStatus: 200, allowedHeaders: ["X-A"] },
    sent: preflight(app),
    want: {
      status: 200,
      body: "",
      ...allow("*"),
      ...methods,
      "access-control-allow-headers": "X-A",
      "content-length": "0",
    },
  },
  {
    name: "preflightContinue lets the application answer, with the headers",
    options: { preflightContinue: true, allowedHeaders: ["X-A"] },
    sent: preflight(app),
    want: { ...handled, ...allow("*"), ...methods, "access-control-allow-headers": "X-A" },
  },

  {
    name: "a function for the options",
    options: (request, callback) => callback(null, { origin: request.headers.origin === app ? [app] : false }),
    sent: { origin: app },
    want: { ...handled, ...allow(app), ...vary },
  },
  {
    name: "a function for the options that switches CORS off for one: a cache is told",
    options: (request, callback) => callback(null, { origin: request.headers.origin === app ? [app] : false }),
    sent: { origin: evil },
    want: { ...handled, ...vary },
  },
  {
    name: "an async function for the options",
    options: async () => ({ origin: [app] }),
    sent: { origin: app },
    want: { ...handled, ...allow(app), ...vary },
  },
  {
    name: "a function for the options that has none",
    options: (_request, callback) => callback(null),
    sent: { origin: app },
    want: { ...handled, ...allow("*"), ...vary },
  },
];

describe.each(Object.entries(frameworks))("in %s", (_framework, serve) => {
  test.each(answers)("$name", async ({ options, sent, want }) => {
    const answer = await send(serve, [cors(options)], sent, (response) => response.end("handled"));
    expect(corsOf(answer)).toEqual(want);
  });

  test("an error of a function fails the request, and a cache is told what it depends on", async () => {
    const options: CorsOptions = { origin: (_origin, callback) => callback(new Error("Not allowed by CORS")) };
    const { status, headerList } = await send(serve, [cors(options)], { origin: evil }, (response) => response.end());
    expect(status).toBe(500);
    expect(headerList).toContainEqual(["vary", "Origin"]);
  });

  test.each([
    ["a function for the origin that throws", { origin: () => raise() }],
    ["a function for the origin that rejects", { origin: async () => raise() }],
    ["a function for the options that throws", () => raise()],
    ["a function for the options that rejects", async () => raise()],
    ["a function for the options whose options are unsafe", async () => ({ origin: true, credentials: true })],
  ] as const)("%s fails the request", async (_name, options) => {
    const answer = await send(serve, [cors(options)], { origin: evil }, (response) => response.end());
    expect(corsOf(answer)).not.toHaveProperty("access-control-allow-origin");
    expect(answer.status).toBe(500);
  });

  test.each<[string, Handler]>([
    ["setHeader", (response) => void response.setHeader("Vary", "Accept").end()],
    ["writeHead", (response) => void response.writeHead(200, { vary: "Accept" }).end()],
    ["writeHead with a reason", (response) => void response.writeHead(200, "Fine", ["Vary", "Accept"]).end()],
  ])("Vary of a handler that calls %s is kept beside ours", async (_name, handle) => {
    const { headerList } = await send(serve, [cors({ origin: [app] })], { origin: app }, handle);
    expect(headerList).toContainEqual(["vary", "Accept, Origin"]);
  });

  test("the inner of two decides, alone", async () => {
    const two = [cors({ origin: [app], credentials: true }), cors()];
    const answer = await send(serve, two, { origin: app }, (response) => response.end("handled"));
    expect(corsOf(answer)).toEqual({ ...handled, ...allow("*"), ...vary });
  });

  test("a RegExp with a memory answers the same each time", async () => {
    const middleware = cors({ origin: /^https:\/\/app\.example\.com$/g, credentials: true });
    for (let times = 0; times < 3; times++) {
      const answer = await send(serve, [middleware], { origin: app }, (response) => response.end("handled"));
      expect(corsOf(answer)).toEqual({ ...handled, ...allow(app), ...credentials, ...vary });
    }
  });
});

function raise(): never {
  throw new Error("The database is down.");
}

interface IssueRow {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly want: readonly { readonly code: string; readonly path: string; readonly fix?: unknown }[];
}

const unsafe: IssueRow[] = [
  {
    name: "credentials, and any origin by default",
    options: { credentials: true },
    want: [{ code: "credentials-for-any-origin", path: "origin" }],
  },
  {
    name: "credentials, and any origin",
    options: { origin: "*", credentials: true },
    want: [{ code: "credentials-for-any-origin", path: "origin" }],
  },
  {
    name: "credentials, and a variable that is not set",
    options: { origin: undefined, credentials: true },
    want: [{ code: "credentials-for-unset-origin", path: "origin" }],
  },
  {
    name: "credentials, and whoever asks",
    options: { origin: true, credentials: true },
    want: [{ code: "credentials-for-reflected-origin", path: "origin" }],
  },
  {
    name: "credentials, and whoever asks, in a list",
    options: { origin: [app, true], credentials: true },
    want: [{ code: "credentials-for-reflected-origin", path: "origin.1" }],
  },
  {
    name: "credentials, and a RegExp that matches everything",
    options: { origin: /^https?:\/\/.*$/, credentials: true },
    want: [{ code: "credentials-for-reflected-origin", path: "origin" }],
  },
  {
    name: "credentials, and a RegExp that matches null too",
    options: { origin: /.*/, credentials: true },
    want: [
      { code: "credentials-for-reflected-origin", path: "origin" },
      { code: "origin-null", path: "origin" },
    ],
  },
  {
    name: "credentials, and a RegExp for the end of an origin",
    options: { origin: /example\.com$/, credentials: true },
    want: [{ code: "credentials-by-loose-pattern", path: "origin", fix: /^(?:example\.com$)$/ }],
  },
  {
    name: "credentials, and a RegExp for the beginning of one, in a list",
    options: { origin: [app, /^https:\/\/app\.example\.com/i], credentials: true },
    want: [{ code: "credentials-by-loose-pattern", path: "origin.1", fix: /^(?:^https:\/\/app\.example\.com)$/i }],
  },
  {
    name: "credentials, and a RegExp that is loose in one alternative",
    options: { origin: /^https:\/\/a\.example$|https:\/\/b[|]?\.example$/, credentials: true },
    want: [
      {
        code: "credentials-by-loose-pattern",
        path: "origin",
        fix: /^(?:^https:\/\/a\.example$|https:\/\/b[|]?\.example$)$/,
      },
    ],
  },
  {
    name: "credentials, and a RegExp whose end is a dollar",
    options: { origin: /^https:\/\/a\.example\$/, credentials: true },
    want: [{ code: "credentials-by-loose-pattern", path: "origin", fix: /^(?:^https:\/\/a\.example\$)$/ }],
  },
  {
    name: "credentials, and a RegExp whose lines are anchored",
    options: { origin: /^https:\/\/a\.example$/m, credentials: true },
    want: [{ code: "credentials-by-loose-pattern", path: "origin", fix: /^(?:^https:\/\/a\.example$)$/ }],
  },
  {
    name: "credentials, and a RegExp whose dot is any letter",
    options: { origin: /^https:\/\/[^.]+.example\.com$/, credentials: true },
    want: [{ code: "credentials-by-loose-dot", path: "origin", fix: /^https:\/\/[^.]+\.example\.com$/ }],
  },
  {
    name: "credentials, and a RegExp for names that end alike",
    options: { origin: /^https:\/\/.*example\.com$/, credentials: true },
    want: [{ code: "credentials-by-open-name", path: "origin" }],
  },
  {
    name: "credentials over http",
    options: { origin: ["http://app.example.com", "http://localhost:3000"], credentials: true },
    want: [{ code: "credentials-over-http", path: "origin.0", fix: "https://app.example.com" }],
  },
  { name: "sandboxed frames", options: { origin: ["null"] }, want: [{ code: "origin-null", path: "origin.0" }] },
  {
    name: "what would allow everybody for being there",
    options: { origin: [app, { host: "app.example.com" }] },
    want: [{ code: "origin-of-no-type", path: "origin.1" }],
  },
  {
    name: "a name that is misspelled, and so the default",
    options: { orgin: [app], origins: [app], credentails: true },
    want: [
      { code: "key-unknown", path: "orgin", fix: "origin" },
      { code: "key-unknown", path: "origins", fix: "origin" },
      { code: "key-unknown", path: "credentails", fix: "credentials" },
    ],
  },
  {
    name: "everything at once",
    options: { origin: [true, /b\.example/], credentials: true, colour: 1 },
    want: [
      { code: "key-unrecognized", path: "colour" },
      { code: "credentials-for-reflected-origin", path: "origin.0" },
      { code: "credentials-by-loose-pattern", path: "origin.1", fix: /^(?:b\.example)$/ },
    ],
  },
];

const notAsMeant: IssueRow[] = [
  {
    name: "a variable that is not set",
    options: { origin: "" },
    want: [{ code: "origin-unset", path: "origin", fix: false }],
  },
  {
    name: "a list without origins",
    options: { origin: [] },
    want: [{ code: "origins-missing", path: "origin", fix: false }],
  },
  {
    name: "a star in a list",
    options: { origin: ["*"] },
    want: [{ code: "star-among-others", path: "origin", fix: "*" }],
  },
  {
    name: "two origins in one text",
    options: { origin: "https://a.example,https://b.example" },
    want: [{ code: "origin-several", path: "origin" }],
  },
  {
    name: "a path, a port, capitals",
    options: { origin: [`${app}/`, `${app}:443`, "https://App.example.com"] },
    want: [
      { code: "origin-with-trailing-slash", path: "origin.0", fix: app },
      { code: "origin-with-default-port", path: "origin.1", fix: app },
      { code: "origin-with-uppercase", path: "origin.2", fix: app },
    ],
  },
  {
    name: "a pattern of a policy",
    options: { origin: "https://*.example.com" },
    want: [{ code: "origin-pattern-is-text", path: "origin" }],
  },
  {
    name: "methods that never arrive",
    options: { methods: ["put", "CONNECT"] },
    want: [
      { code: "method-not-normalized", path: "methods.0", fix: "PUT" },
      { code: "method-forbidden", path: "methods.1" },
    ],
  },
  {
    name: "a star beside credentials",
    options: { origin: app, credentials: true, methods: "*", allowedHeaders: ["*"], exposedHeaders: "*" },
    want: [
      { code: "star-beside-credentials", path: "methods" },
      { code: "star-beside-credentials", path: "allowedHeaders" },
      { code: "star-beside-credentials", path: "exposedHeaders" },
    ],
  },
  {
    name: "a duration",
    options: { maxAge: "10m" },
    want: [{ code: "max-age-not-a-number", path: "maxAge", fix: 600 }],
  },
  {
    name: "a text for a flag",
    options: { origin: app, credentials: "true" },
    want: [{ code: "flag-not-boolean", path: "credentials", fix: true }],
  },
  {
    name: "a status that fails each preflight",
    options: { optionsSuccessStatus: 500 },
    want: [{ code: "status-not-successful", path: "optionsSuccessStatus", fix: 204 }],
  },
];

const meant: CorsOptions[] = [
  {},
  { origin: false },
  { origin: true },
  { origin: /example\.com$/ },
  { origin: (_origin, callback) => callback(null, true), credentials: true },
  { origin: /^https:\/\/(?:.+\.)?example\.com(?::\d+)?$/, credentials: true },
  { origin: /^https:\/\/(a|b)\.example$|^https:\/\/c\.example$/, credentials: true },
  { origin: ["http://localhost:3000", "http://127.0.0.1:8080", app], credentials: true },
  { allowedHeaders: ["Origin", "X-Requested-With", "Content-Type", "Accept", "Authorization"], maxAge: 86_400 },
];

function inShort({ code, path, fix }: OptionIssue): IssueRow["want"][number] {
  return { code, path: path.join("."), ...(fix === undefined ? {} : { fix }) };
}

function issuesOf(options: Readonly<Record<string, unknown>>): readonly OptionIssue[] {
  try {
    cors(options);
  } catch (error) {
    if (error instanceof CorsOptionsError) return error.issues;
    throw error;
  }
  return [];
}

function warningsOf(options: Readonly<Record<string, unknown>>, settings: CompatSettings = {}): OptionIssue[] {
  const warnings: OptionIssue[] = [];
  cors(options, { ...settings, onWarning: (issue) => warnings.push(issue) });
  return warnings;
}

describe("what is unsafe", () => {
  test.each(unsafe)("$name keeps the server from starting", ({ options, want }) => {
    expect(issuesOf(options).map(inShort)).toEqual(want);
  });

  test.each(unsafe)("$name, warned about, is done", ({ options, want }) => {
    expect(warningsOf(options, { unsafe: "warn" }).map(inShort)).toEqual(want);
  });

  test("is done as before, warned about", async () => {
    const middleware = cors({ origin: true, credentials: true }, { unsafe: "warn", onWarning: () => undefined });
    for (const serve of Object.values(frameworks)) {
      const answer = await send(serve, [middleware], { origin: evil }, (response) => response.end("handled"));
      expect(corsOf(answer)).toEqual({ ...handled, ...allow(evil), ...credentials, ...vary });
    }
  });

  test("is told with the way out", () => {
    expect(() => cors({ origin: [/example\.com$/, "http://a.example"], credentials: true })).toThrow(
      "origin.0 /example\\.com$/ beside credentials matches a part of an origin, so an attacker's with more around it too; " +
        "match all of it: /^(?:example\\.com$)$/\n                  origin.1 " +
        '"http://a.example" beside credentials lets whoever is on a user\'s network read that user\'s data; use https: "https://a.example"',
    );
  });
});

describe("what is safe", () => {
  test.each(notAsMeant)("$name, but not as it was meant, is warned about", ({ options, want }) => {
    expect(warningsOf(options).map(inShort)).toEqual(want);
  });

  test.each(meant)("and meant is fine: %o", (options) => {
    expect(warningsOf({ ...options })).toEqual([]);
  });
});
