import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isOriginOrNull,
  isPotentiallyTrustworthyOrigin,
  isSameOrigin,
  opaqueOrigin,
  originOfUrl,
  parseOrigin,
  serializeOrigin,
} from "../../src/protocol/index.ts";
import { rows } from "./rows.ts";
import type { Row } from "./rows.ts";
import { origin, sameSite, schemelesslySameSite } from "./sites.ts";

interface ParseRow extends Row {
  value: string;
  want: [scheme: string, host: string, port: number | null] | null;
}

interface UrlRow extends Row {
  url: string;
  want: string;
}

interface PairRow extends Row {
  a: string;
  b: string;
  sameOrigin: boolean;
  sameSite: boolean;
  schemelessly: boolean;
}

interface TrustRow extends Row {
  origin: string;
  want: boolean;
}

describe("parse an origin", () => {
  test.each(rows<ParseRow>("./parse-origin.json"))("$name", ({ value, want }) => {
    const parsed = parseOrigin(value);
    expect(parsed && [parsed.scheme, parsed.host, parsed.port]).toEqual(want);
    if (parsed !== null) expect(serializeOrigin(parsed)).toBe(value);
  });

  test("only `null` itself stands for an opaque origin", () => {
    expect(["null", "Null", "NULL", "", "null "].map(isOriginOrNull)).toEqual([true, false, false, false, false]);
  });

  test("the origin of a web address survives serializing and parsing", () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, authoritySettings: { withPort: true, withIPv4: true } }),
        (href) => {
          const want = originOfUrl(new URL(href));
          expect(parseOrigin(serializeOrigin(want))).toEqual(want);
          expect(serializeOrigin(want)).toBe(new URL(href).origin);
        },
      ),
    );
  });

  test("an IPv6 host survives too, and the URL parser agrees about it", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.nat({ max: 65535 }), (address, port) => {
        const { origin: serialized } = new URL(`http://[${address}]:${port}`);
        const parsed = parseOrigin(serialized);
        expect(parsed).not.toBeNull();
        expect(parsed && serializeOrigin(parsed)).toBe(serialized);
      }),
    );
  });

  test("what parses serializes to itself, and is an origin to the URL parser", () => {
    const piece = fc.constantFrom("http", "https", "://", ":", ".", "-", "[", "]", "::", "0", "1", "80", "a", "f", "/");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const value = pieces.join("");
        const parsed = parseOrigin(value);
        if (parsed !== null) expect(serializeOrigin(parsed)).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the origin of a URL", () => {
  test.each(rows<UrlRow>("./origin-of-url.json"))("$name", ({ url, want }) => {
    expect(serializeOrigin(originOfUrl(new URL(url)))).toBe(want);
  });
});

describe("same origin and same site", () => {
  test.each(rows<PairRow>("./same-site.json"))("$name", (row) => {
    const [a, b] = [origin(row.a), origin(row.b)];
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(isSameOrigin(x, y)).toBe(row.sameOrigin);
      expect(sameSite(x, y)).toBe(row.sameSite);
      expect(schemelesslySameSite(x, y)).toBe(row.schemelessly);
    }
  });

  test("an opaque origin is the same as itself alone, though all serialize alike", () => {
    const opaque = opaqueOrigin();
    for (const same of [isSameOrigin, sameSite, schemelesslySameSite]) {
      expect(same(opaque, opaque)).toBe(true);
      expect(same(opaque, opaqueOrigin())).toBe(false);
      expect(same(opaque, origin("https://a.test"))).toBe(false);
    }
  });
});

describe("potentially trustworthy origin", () => {
  test.each(rows<TrustRow>("./potentially-trustworthy-origin.json"))("$name", (row) => {
    expect(isPotentiallyTrustworthyOrigin(origin(row.origin))).toBe(row.want);
  });

  test("an opaque origin is not, wherever it came from", () => {
    expect(isPotentiallyTrustworthyOrigin(opaqueOrigin())).toBe(false);
  });
});
