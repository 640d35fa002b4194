import { engineNames } from "@concors/browser/engine";
import type { Header } from "concors/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { consoleOf, explain, readConsole } from "../src/index.ts";
import type { Row } from "./play.ts";
import { play } from "./play.ts";

const origin = "https://app.example.com";

/** Values that servers send, and some that none should. */
const value = fc.oneof(
  fc.constantFrom(
    origin,
    `${origin}/`,
    "*",
    "null",
    "true",
    "",
    "PUT",
    "GET, PUT",
    "X-Custom",
    "https://b.example/",
    "http:",
  ),
  fc.string({ unit: "binary-ascii", maxLength: 40 }),
);

const header: fc.Arbitrary<Header> = fc.tuple(
  fc.constantFrom(
    "Access-Control-Allow-Origin",
    "access-control-allow-credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Location",
    "Server",
    "X-Powered-By",
    "Vary",
    "Cross-Origin-Resource-Policy",
  ),
  value,
);

const answer = fc.record({
  status: fc.constantFrom(200, 204, 301, 302, 304, 307, 400, 401, 404, 405, 429, 500, 502),
  headers: fc.array(header, { maxLength: 6 }),
});

const init = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "patch", "DELETE"),
  credentials: fc.constantFrom("omit" as const, "include" as const),
  headers: fc.subarray<Header>([
    ["X-Custom", "1"],
    ["Content-Type", "application/json"],
    ["Authorization", "Bearer hidden"],
  ]),
});

test("whatever a server answers is explained in words, and never at the price of a grant to everyone", () => {
  fc.assert(
    fc.property(init, answer, answer, fc.constantFrom(...engineNames), (asked, preflight, actual, engine) => {
      const url = "https://api.example.com/items";
      const method = asked.method === "patch" ? "patch" : asked.method;
      const answers = { [`OPTIONS ${url}`]: preflight, [`${method} ${url}`]: actual };
      const row: Row = { name: "", want: { code: null }, init: asked, answers };
      const trace = play(row, engine);
      const explanation = explain(trace);

      expect(explanation.verdict).toBe(trace.outcome.ok ? "allowed" : "blocked");
      expect(explanation.summary.length).toBeGreaterThan(20);
      expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
      expect(JSON.stringify(explanation)).not.toContain("Bearer hidden");
      for (const [name, text] of explanation.fix.headers?.actual ?? []) {
        if (name === "Access-Control-Allow-Origin") expect([origin, "*"]).toContain(text);
        if (asked.credentials === "include") expect(text).not.toBe("*");
      }
    }),
    { numRuns: 500 },
  );
});

test("whatever a console says of an answer, the text finds the cause again", () => {
  const browsers = engineNames.filter((engine) => engine !== "spec");
  fc.assert(
    fc.property(init, answer, answer, fc.constantFrom(...browsers), (asked, preflight, actual, engine) => {
      const url = "https://api.example.com/items";
      const answers = { [`OPTIONS ${url}`]: preflight, [`${asked.method} ${url}`]: actual };
      // A value with quotes, or what cannot be seen, is not read as it was.
      fc.pre([...preflight.headers, ...actual.headers].every(([, text]) => /^[ !#-&(-_a-~]*$/.test(text)));
      const trace = play({ name: "", want: { code: null }, init: asked, answers }, engine);
      const { console: lines } = consoleOf(trace);
      expect(lines.length > 0).toBe(!trace.outcome.ok);
      if (trace.outcome.ok) return;
      const codes = readConsole(lines.join("\n"))?.causes.map(({ code }) => code);
      expect(codes).toContain(explain(trace).cause?.code);
    }),
    { numRuns: 500 },
  );
});
