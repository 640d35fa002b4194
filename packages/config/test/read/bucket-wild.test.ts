import type { LossCode } from "@concors/config";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { describe, expect, test } from "vitest";
import { saidOf } from "./said-of.ts";

interface Row {
  readonly name: string;
  readonly path?: string;
  readonly text: string;
  readonly want: readonly LintCode[];
  /** What the server cannot do, whatever is written; nothing if left out. */
  readonly limits?: readonly LossCode[];
}

const rows: readonly Row[] = [
  {
    name: "the star for reading",
    text: `[{ "AllowedHeaders": ["Authorization"], "AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "MaxAgeSeconds": 3000 }]`,
    want: [],
  },
  {
    name: "origins that are listed: without an origin in the request, nothing is said to caches",
    text: `{ "CORSRules": [{ "AllowedMethods": ["PUT", "POST"], "AllowedOrigins": ["https://app.example.com"] }] }`,
    want: [],
    limits: ["vary-missing"],
  },
  {
    name: "as the documents of Amazon have it, in XML",
    path: "cors.xml",
    text: `<CORSConfiguration>
 <CORSRule>
   <AllowedOrigin>http://www.example1.com</AllowedOrigin>
   <AllowedMethod>PUT</AllowedMethod>
   <AllowedHeader>*</AllowedHeader>
 </CORSRule>
 <CORSRule>
   <AllowedOrigin>http://www.example2.com</AllowedOrigin>
   <AllowedMethod>PUT</AllowedMethod>
   <AllowedHeader>*</AllowedHeader>
 </CORSRule>
 <CORSRule>
   <AllowedOrigin>*</AllowedOrigin>
   <AllowedMethod>GET</AllowedMethod>
 </CORSRule>
</CORSConfiguration>`,
    want: [],
    limits: ["vary-missing"],
  },
  {
    name: "a wildcard that is glued to the host",
    text: `[{ "AllowedMethods": ["GET"], "AllowedOrigins": ["https://*example.com"] }]`,
    want: ["wildcard-glued"],
    limits: ["vary-missing"],
  },
  {
    name: "a wildcard without a scheme takes http too",
    text: `[{ "AllowedMethods": ["GET"], "AllowedOrigins": ["*.example.com"] }]`,
    want: ["expression-without-start"],
    limits: ["vary-missing"],
  },
  {
    name: "all of https is everybody",
    text: `[{ "AllowedMethods": ["GET"], "AllowedOrigins": ["https://*"] }]`,
    want: ["expression-matches-any"],
    limits: ["vary-missing"],
  },
  {
    name: "an open end",
    text: `[{ "AllowedMethods": ["GET"], "AllowedOrigins": ["https://app.example.com*"] }]`,
    want: ["expression-without-end"],
    limits: ["vary-missing"],
  },
  {
    name: "a slash at the end",
    text: `[{ "AllowedMethods": ["GET"], "AllowedOrigins": ["https://app.example.com/"] }]`,
    want: ["origin-never-sent"],
    limits: ["vary-missing"],
  },
  {
    name: "any port of one's own computer",
    text: `[{ "AllowedMethods": ["GET"], "AllowedOrigins": ["http://localhost:*"] }]`,
    want: [],
    limits: ["vary-missing"],
  },
  {
    name: "Google's, for everybody",
    text: `[{ "origin": ["*"], "responseHeader": ["Content-Type"], "method": ["GET", "HEAD"], "maxAgeSeconds": 3600 }]`,
    want: [],
  },
  {
    name: "Google's, with a slash at the end",
    text: `[{ "origin": ["https://app.example.com/"], "method": ["GET"], "maxAgeSeconds": 3600 }]`,
    want: ["origin-never-sent"],
  },
];

describe("rules of buckets as they are published", () => {
  test.each(rows)("$name", ({ path = "cors.json", text, want, limits = [] }) => {
    expect(saidOf({ path, text })).toEqual({ findings: want.toSorted(), limits });
  });
});

describe("rules of buckets are read back", () => {
  test("with credentials for whoever is listed", () => {
    const text = `[{ "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["*"], "AllowedOrigins": ["https://*.example.com", "http://localhost:*"] }]`;
    expect(importSite([{ path: "cors.json", text }])).toMatchObject({
      site: {
        fallback: {
          origins: ["https://*.example.com", "http://localhost:*"],
          credentials: true,
          methods: ["GET", "PUT"],
          requestHeaders: "*",
        },
      },
      unseen: [
        { why: "http://localhost:* takes no origin without a port, which http://localhost:* of the policy does." },
      ],
    });
  });

  test("the first of several, with a sentence on the others", () => {
    const text = `[{ "AllowedMethods": ["PUT"], "AllowedOrigins": ["https://a.test"] }, { "AllowedMethods": ["GET"], "AllowedOrigins": ["*"] }]`;
    const { site, unseen } = importSite([{ path: "cors.json", text }]);
    expect(site?.fallback).toMatchObject({ origins: ["https://a.test"] });
    expect(unseen.map(({ why }) => why)).toEqual([
      "Another policy for the same paths is left out: the first one is taken.",
    ]);
  });

  test("with a sentence on what Google does not document", () => {
    const text = `[{ "origin": ["https://*.example.com"], "method": ["GET"] }]`;
    expect(importSite([{ path: "cors.json", text }]).unseen.map(({ why }) => why)).toEqual([
      "It is not documented what the * of https://*.example.com stands for: try it.",
    ]);
  });

  test("whatever an editor puts before it", () => {
    const text = `\uFEFF[{ "AllowedMethods": ["GET"], "AllowedOrigins": ["*"] }]`;
    expect(importSite([{ path: "cors.json", text }]).site?.fallback).toMatchObject({ origins: "*" });
  });

  test("a finding has the place of the entry", () => {
    const text = `[{\n\t"AllowedMethods": ["GET"],\n\t"AllowedOrigins": ["https://a.test",\n\t\t"https://b.test/"]\n}]`;
    const [found] = lint([{ path: "cors.json", text }]);
    expect(found).toMatchObject({ code: "origin-never-sent", span: { line: 4, column: 3, endLine: 4, endColumn: 20 } });
  });
});

describe("what cannot be parsed", () => {
  test.each([
    ["cors.json", `{ "CORSRules": [{ "AllowedOrigins": ["*"], }] }`, /^cors\.json:1:42: This is no JSON$/],
    ["cors.json", `{ "CORSRules": [{ AllowedOrigins: ["*"] }] }`, /^cors\.json:1:19: This is no JSON$/],
    ["cors.json", `{ "CORSRules": [{`, /^cors\.json:1:18: This is no JSON$/],
    ["cors.xml", `<CORSConfiguration>\n<CORSRule></CORSConfiguration>`, /^cors\.xml:2:\d+: unexpected close tag/],
    ["cors.xml", `<CORSConfiguration>`, /^cors\.xml:1:\d+: unclosed tag/],
  ])("%s %j is refused with a place", (path, text, message) => {
    const read = (): unknown => importSite([{ path, text }]);
    expect(read).toThrow(ReadError);
    expect(read).toThrow(message);
  });
});
