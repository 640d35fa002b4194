import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expressionOfGlob } from "../../src/read/expression/written-otherwise.ts";
import { understandExpression } from "../../src/read/expression/understood-expression.ts";
import { findWitnesses } from "../../src/read/expression/witnesses.ts";
import type { OriginExpression } from "../../src/read/block.ts";

const at = { path: "x", span: { line: 1, column: 1, endLine: 1, endColumn: 1 } };

function expression(source: string, more: Partial<OriginExpression> = {}): OriginExpression {
  return { kind: "expression", source, echo: "request", at, ...more };
}

interface Row {
  readonly source: string;
  readonly patterns: readonly string[];
  readonly exact: boolean;
  /** A code, and the origin that shows it. */
  readonly witnesses?: Readonly<Record<string, string>>;
}

const raw = String.raw;

const rows: readonly Row[] = [
  { source: raw`^https://app\.example\.com$`, patterns: ["https://app.example.com"], exact: true },
  { source: raw`^https:\/\/app[.]example\.com$`, patterns: ["https://app.example.com"], exact: true },
  { source: raw`\Ahttps://app\.example\.com\z`, patterns: ["https://app.example.com"], exact: true },
  { source: raw`^https://([a-z0-9_-]+\.)+example\.com$`, patterns: ["https://*.example.com"], exact: true },
  { source: raw`^https://(?:[^.]+\.)+example\.com$`, patterns: ["https://*.example.com"], exact: true },
  { source: raw`^https://.*\.example\.com$`, patterns: ["https://*.example.com"], exact: true },
  {
    source: raw`^https://(.+\.)?example\.com$`,
    patterns: ["https://example.com", "https://*.example.com"],
    exact: true,
  },
  {
    source: raw`^https://((www|api)\.)?(a|b)\.test$`,
    patterns: [
      "https://a.test",
      "https://b.test",
      "https://www.a.test",
      "https://www.b.test",
      "https://api.a.test",
      "https://api.b.test",
    ],
    exact: true,
  },
  { source: raw`^https://app\.example\.com(:\d+)?$`, patterns: ["https://app.example.com:*"], exact: true },
  { source: raw`^https://app\.example\.com:8443$`, patterns: ["https://app.example.com:8443"], exact: true },
  { source: raw`^https://app\.example\.com(:443)?$`, patterns: ["https://app.example.com"], exact: true },
  { source: raw`^https://app\.example\.com/?$`, patterns: ["https://app.example.com"], exact: true },
  { source: raw`^http://\[::1\]:3000$`, patterns: ["http://[::1]:3000"], exact: true },
  { source: "^null$", patterns: ["null"], exact: true },
  { source: raw`^https://app\.example\.com:\d+$`, patterns: ["https://app.example.com:*"], exact: false },
  // One label is fewer than a policy's wildcard takes, and so are ports of four digits.
  { source: raw`^https://[a-z0-9-]+\.example\.com$`, patterns: ["https://*.example.com"], exact: false },
  { source: raw`^http://localhost:\d{4}$`, patterns: ["http://localhost:*"], exact: false },
  {
    source: raw`^https://app\.example\.com`,
    patterns: ["https://app.example.com"],
    exact: false,
    witnesses: { "expression-without-end": "https://app.example.com.evil.test" },
  },
  {
    source: raw`^https://app\.example\.com.*$`,
    patterns: ["https://app.example.com"],
    exact: false,
    witnesses: { "expression-without-end": "https://app.example.com.evil.test" },
  },
  {
    source: raw`^https://app\.example\.com:300`,
    patterns: ["https://app.example.com:300"],
    exact: false,
    witnesses: { "expression-without-end": "https://app.example.com:3000" },
  },
  // No port goes on from there.
  {
    source: raw`^https://app\.example\.com:8443`,
    patterns: ["https://app.example.com:8443"],
    exact: false,
  },
  {
    source: raw`^https://app\.example\.(com|org`,
    patterns: [],
    exact: false,
  },
  {
    source: raw`^https://app.example\.com$`,
    patterns: ["https://app.example.com"],
    exact: false,
    witnesses: { "expression-dot-unescaped": "https://appxexample.com" },
  },
  {
    source: raw`^https://.*example\.com$`,
    patterns: ["https://*.example.com"],
    exact: false,
    witnesses: { "wildcard-glued": "https://evilexample.com" },
  },
  {
    source: raw`^https://[\w-]*example\.com$`,
    patterns: ["https://*.example.com"],
    exact: false,
    witnesses: { "wildcard-glued": "https://evilexample.com" },
  },
  {
    source: raw`example\.com$`,
    patterns: ["https://example.com"],
    exact: false,
    witnesses: { "expression-without-start": "https://evilexample.com" },
  },
  {
    source: raw`\.example\.com$`,
    patterns: ["https://*.example.com"],
    exact: false,
    witnesses: { "expression-without-start": "http://a.example.com" },
  },
  {
    source: raw`.*`,
    patterns: [],
    exact: false,
    witnesses: { "expression-matches-any": "https://evil.test" },
  },
  // The alternative has the anchors' halves.
  {
    source: raw`^https://a\.test|https://b\.test$`,
    patterns: ["https://a.test", "https://b.test"],
    exact: false,
    witnesses: { "expression-without-end": "https://a.test.evil.test" },
  },
  // What is within a label is nothing that a list of origins could say, and nothing is wrong with it.
  { source: raw`^https://app-pr-[0-9]+\.example\.com$`, patterns: [], exact: false },
];

describe("an expression is understood", () => {
  test.each(rows)("$source", ({ source, patterns, exact, witnesses = {} }) => {
    const understood = understandExpression(expression(source));
    if (understood === null) {
      expect(patterns).toEqual([]);
      return;
    }
    expect([...understood.patterns].toSorted()).toEqual([...patterns].toSorted());
    expect(understood.isExact).toBe(exact);
    const found = findWitnesses(understood).map(({ code, origin }) => [code, origin]);
    expect(Object.fromEntries(found)).toEqual(witnesses);
  });

  test("a part that matched, sent in place of the origin, lets nobody in who is longer", () => {
    const understood = understandExpression(expression(raw`^https://app\.example\.com`, { echo: 0 }))!;
    expect(understood.letsIn("https://app.example.com.evil.test")).toBe(false);
    expect(understood.matches("https://app.example.com.evil.test")).toBe(true);
  });

  test("where the whole origin is compared anyway, anchors are not missed", () => {
    const understood = understandExpression(expression(raw`https://app\.example\.com`, { whole: true }))!;
    expect([understood.isExact, findWitnesses(understood)]).toEqual([true, []]);
  });
});

test.each([
  ["https://*.example.com", ["https://*.example.com"], []],
  ["https://*example.com", ["https://*.example.com"], ["wildcard-glued"]],
  ["https://app.example.com:*", ["https://app.example.com:*"], []],
  ["*", [], ["expression-matches-any"]],
])("a text with stars that stand for any characters is an expression: %s", (text, patterns, codes) => {
  const understood = understandExpression(expressionOfGlob(text, at))!;
  expect(understood.patterns).toEqual(patterns);
  expect(findWitnesses(understood).map(({ code }) => code)).toEqual(codes);
});

test("an exact one lets in what its patterns say, and nothing else", () => {
  const exact = rows.filter(({ exact: is }) => is).map(({ source }) => understandExpression(expression(source))!);
  const label = fc.constantFrom("a", "www", "api", "app", "example", "evil", "x_y", "");
  const origin = fc
    .record({
      scheme: fc.constantFrom("https", "http"),
      labels: fc.array(label, { maxLength: 2 }),
      host: fc.constantFrom("example.com", "a.test", "app.example.com", "localhost", "[::1]"),
      port: fc.constantFrom("", ":1", ":8443", ":3000", ":443"),
    })
    .map(
      ({ scheme, labels, host, port }) =>
        `${scheme}://${labels.join(".")}${labels.length > 0 ? "." : ""}${host}${port}`,
    )
    .filter(
      (text) => URL.canParse(text) && new URL(text).origin === text && !text.includes("/.") && !text.includes(".."),
    );
  fc.assert(
    fc.property(fc.constantFrom(...exact), origin, (understood, text) => {
      expect(understood.letsIn(text)).toBe(understood.means(text));
    }),
    { numRuns: 2000 },
  );
});
