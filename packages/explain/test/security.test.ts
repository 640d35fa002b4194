import type { Header } from "concors/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../src/index.ts";
import type { SecurityNote } from "../src/index.ts";
import { arbitraryCase, origin, url } from "./arbitrary-case.ts";
import type { Row } from "./play.ts";
import { play, rows } from "./play.ts";

type Case = Partial<Pick<Row, "page" | "url" | "init" | "sandboxed">>;

interface Answer {
  readonly headers?: readonly Header[];
  readonly status?: number;
  readonly remoteAddress?: string;
}

/** What is said of an answer to every request, by code. */
function notesOf(asked: Case, answer: Answer): ReadonlyMap<string, SecurityNote> {
  const target = asked.url ?? url;
  const methods = ["OPTIONS", asked.init?.method ?? "GET"];
  const answers = Object.fromEntries(methods.map((method) => [`${method} ${target}`, { status: 200, ...answer }]));
  const row: Row = { name: "", want: { code: null }, url, ...asked, answers };
  return new Map(explain(play(row, "spec")).security.map((note) => [note.code, note]));
}

const allow = (value: string, credentials = false): Answer => ({
  headers: [
    ["Access-Control-Allow-Origin", value],
    ...(credentials ? ([["Access-Control-Allow-Credentials", "true"]] as const) : []),
  ],
});

const include: Case = { init: { credentials: "include" } };

describe("what the usual shortcuts would do is said of this very case:", () => {
  test.each<[string, Case, Answer, string, SecurityNote["severity"], string]>([
    [
      "* refused with credentials",
      include,
      allow("*"),
      "echo-with-credentials",
      "high",
      "read https://api.example.com/items as that user",
    ],
    ["nothing configured, with credentials", include, {}, "echo-with-credentials", "high", "whatever Origin asks"],
    ["nothing configured, in public", {}, {}, "allow-everyone", "info", "what anybody may read"],
    [
      "nothing configured, at home",
      {},
      { remoteAddress: "192.168.1.2" },
      "allow-everyone",
      "medium",
      "no public address",
    ],
    ["a page that is worked on", { page: "http://localhost:3000/" }, {}, "allow-localhost", "low", "where you develop"],
    [
      "a page that is worked on, with credentials",
      { page: "http://localhost:3000/", ...include },
      {},
      "allow-localhost",
      "medium",
      "where you develop",
    ],
    [
      "another origin is named",
      {},
      allow("https://b.example"),
      "loose-match",
      "medium",
      "https://app.example.com.evil.example",
    ],
    [
      "a pattern is sent",
      include,
      allow("https://*.example.com", true),
      "loose-match",
      "high",
      "Compare whole origins",
    ],
    ["null is sent", include, allow("null", true), "allow-null", "high", "sandboxed frame"],
    ["the page has no origin", { sandboxed: true }, allow("https://b.example"), "allow-null", "medium", "everyone"],
    [
      "a preflight has to authenticate",
      { init: { method: "PUT" } },
      { status: 401 },
      "authentication-off",
      "high",
      "OPTIONS alone",
    ],
    [
      "a token is sent",
      { init: { headers: [["Authorization", "Bearer secret"]] } },
      {},
      "public-proxy",
      "high",
      "Authorization and the answer",
    ],
    ["nothing secret is sent", {}, {}, "public-proxy", "low", "the answer"],
    ["a method that no-cors cannot send", { init: { method: "PUT" } }, {}, "no-cors", "info", "does not send PUT"],
    ["a request that no-cors can send", {}, {}, "no-cors", "info", "status 0 and empty for the page."],
    ["anything", {}, {}, "web-security-off", "medium", "--disable-web-security"],
    ["mixed content", { url: "http://api.example.com/items" }, {}, "page-over-http", "high", "over http"],
  ])("%s", (_, asked, answer, code, severity, words) => {
    const note = notesOf(asked, answer).get(code);
    expect(note?.severity).toBe(severity);
    expect(note?.message).toContain(words);
    expect(note?.message).not.toContain("secret");
  });

  test("not what has no part in it", () => {
    const codes = [...notesOf({ init: { method: "PUT" } }, { ...allow(origin), status: 404 }).keys()];
    expect(codes).toEqual(["web-security-off", "public-proxy", "no-cors"]);
    expect([...notesOf({}, { ...allow(origin), remoteAddress: "10.0.0.1" }).keys()]).toEqual([]);
    const besideIt = notesOf({ page: "http://localhost:3000/" }, { remoteAddress: "127.0.0.1" });
    expect([...besideIt.keys()]).not.toContain("allow-localhost");
    expect([...notesOf({}, { remoteAddress: "10.0.0.1" }).keys()]).not.toContain("public-proxy");
  });
});

describe("what is unsafe in an answer is said, blocked or not:", () => {
  test.each<[string, Case, Answer, string, SecurityNote["severity"]]>([
    ["null is allowed", { sandboxed: true }, allow("null"), "answer-allows-null", "medium"],
    [
      "null is allowed with credentials",
      { sandboxed: true, ...include },
      allow("null", true),
      "answer-allows-null",
      "high",
    ],
    [
      "a page of http is allowed with credentials",
      include,
      allow("http://b.example", true),
      "answer-allows-http",
      "medium",
    ],
    ["* on the local network", {}, { ...allow("*"), remoteAddress: "10.0.0.1" }, "answer-is-open-inside", "low"],
    ["* and credentials", {}, allow("*", true), "answer-allows-star-with-credentials", "info"],
  ])("%s", (_, asked, answer, code, severity) => {
    expect(notesOf(asked, answer).get(code)?.severity).toBe(severity);
  });

  test.each<[string, Case, Answer]>([
    ["the page's own origin: whether others are allowed too cannot be seen", include, allow(origin, true)],
    ["a page of http on this machine", include, allow("http://localhost:3000", true)],
    ["* of a public address", {}, { ...allow("*"), remoteAddress: "93.184.215.14" }],
  ])("nothing of %s", (_, asked, answer) => {
    expect([...notesOf(asked, answer).keys()].filter((code) => code.startsWith("answer-"))).toEqual([]);
  });
});

test("the gravest is said first, nothing twice, and an answer is judged by what it shows alone", () => {
  const grave = ["high", "medium", "low", "info"];
  fc.assert(
    fc.property(arbitraryCase, ({ row, engine }) => {
      const { security, timeline } = explain(play(row, engine));
      const severities = security.map(({ severity }) => grave.indexOf(severity));
      expect(severities).toEqual(severities.toSorted((a, b) => a - b));
      expect(new Set(security.map(({ code }) => code)).size).toBe(security.length);
      const sent = JSON.stringify(timeline.map(({ response }) => response?.headers));
      if (security.some(({ code }) => code === "answer-allows-null")) expect(sent).toContain('"null"');
    }),
  );
});

test("every row that is blocked by CORS has something to say", () => {
  for (const row of rows.filter(({ want }) => want.code?.startsWith("CORS-O") === true))
    expect(explain(play(row, row.want.engines?.[0] ?? "spec")).security).not.toEqual([]);
});
