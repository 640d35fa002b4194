import type { LossCode } from "@concors/config";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { describe, expect, test } from "vitest";
import { saidOf } from "./said-of.ts";

interface Row {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly want: readonly LintCode[];
  /** What the server cannot do, whatever is written; nothing if left out. */
  readonly limits?: readonly LossCode[];
}

const vercel = (...rules: object[]): Pick<Row, "path" | "text"> => ({
  path: "vercel.json",
  text: JSON.stringify({ headers: rules }, null, 2),
});

const keyed = (headers: Readonly<Record<string, string>>): readonly object[] =>
  Object.entries(headers).map(([key, value]) => ({ key, value }));

const firebase = (source: string, headers: Readonly<Record<string, string>>): Pick<Row, "path" | "text"> => ({
  path: "firebase.json",
  text: JSON.stringify({ hosting: { public: "public", headers: [{ source, headers: keyed(headers) }] } }, null, 2),
});

const headersFile = (...lines: string[]): Pick<Row, "path" | "text"> => ({
  path: "public/_headers",
  text: lines.join("\n"),
});

const webConfig = (...lines: string[]): Pick<Row, "path" | "text"> => ({
  path: "web.config",
  text: `<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n<system.webServer>\n${lines.join("\n")}\n</system.webServer>\n</configuration>`,
});

const allowsAll = '<add name="Access-Control-Allow-Origin" value="*" />';

const rows: readonly Row[] = [
  {
    name: "Vercel's own guide: the star beside credentials, and OPTIONS for a function to answer",
    ...vercel({
      source: "/api/(.*)",
      headers: keyed({
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET,OPTIONS,PATCH,DELETE,POST,PUT",
        "Access-Control-Allow-Headers": "X-CSRF-Token, X-Requested-With, Accept",
      }),
    }),
    want: ["any-origin-with-credentials"],
    limits: ["preflight-not-answered"],
  },
  {
    name: "Vercel, the star for reading",
    ...vercel({ source: "/(.*)", headers: keyed({ "Access-Control-Allow-Origin": "*" }) }),
    want: [],
  },
  {
    name: "Vercel, one origin by a condition, and no Vary",
    ...vercel({
      source: "/(.*)",
      has: [{ type: "header", key: "Origin", value: { eq: "https://app.example.com" } }],
      headers: keyed({ "Access-Control-Allow-Origin": "https://app.example.com" }),
    }),
    want: ["vary-missing"],
  },
  {
    name: "Vercel, an expression by a condition, and Vary beside it alone",
    ...vercel({
      source: "/(.*)",
      has: [{ type: "header", key: "origin", value: "(?<origin>https://.*example\\.com)" }],
      headers: keyed({ "Access-Control-Allow-Origin": ":origin", Vary: "Origin" }),
    }),
    want: ["vary-sometimes", "wildcard-glued"],
  },
  {
    name: "Vercel, Vary for all paths is for each",
    ...vercel(
      { source: "/(.*)", headers: keyed({ Vary: "Origin" }) },
      {
        source: "/api/(.*)",
        has: [{ type: "header", key: "origin", value: { eq: "https://app.example.com" } }],
        headers: keyed({ "Access-Control-Allow-Origin": "https://app.example.com" }),
      },
    ),
    want: [],
  },
  {
    name: "Vercel, two origins in one value",
    ...vercel({ source: "/(.*)", headers: keyed({ "Access-Control-Allow-Origin": "https://a.test,https://b.test" }) }),
    want: ["several-origins"],
  },
  {
    name: "Firebase, fonts for everybody",
    ...firebase("**/*.@(eot|otf|ttf)", { "Access-Control-Allow-Origin": "*" }),
    want: [],
  },
  {
    name: "Firebase, headers for preflights that only existing files answer",
    ...firebase("**", { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "Authorization" }),
    want: [],
    limits: ["preflight-not-answered"],
  },
  {
    name: "_headers, the star",
    ...headersFile("# fonts", "/*", "  Access-Control-Allow-Origin: *", "  X-Frame-Options: DENY"),
    want: [],
  },
  {
    name: "_headers, headers for preflights: by which host they are served is not told",
    ...headersFile("/*", "  Access-Control-Allow-Origin: *", "  Access-Control-Allow-Methods: PUT"),
    want: [],
    limits: ["preflight-not-answered"],
  },
  {
    name: "_headers, and no origin that could be told",
    ...headersFile("/*", "  Access-Control-Allow-Origin: https://*.a.test", "  Access-Control-Allow-Methods: PUT"),
    want: ["origin-never-sent"],
    limits: ["preflight-not-answered"],
  },
  {
    name: "_headers, two rules for a path are two values",
    ...headersFile("/*", "  Access-Control-Allow-Origin: *", "/api/*", "  Access-Control-Allow-Origin: https://a.test"),
    want: ["two-layers"],
  },
  {
    name: "_headers, unless one takes the other away",
    ...headersFile(
      "/*",
      "  Access-Control-Allow-Origin: *",
      "/api/*",
      "  ! Access-Control-Allow-Origin",
      "  Access-Control-Allow-Origin: https://a.test",
    ),
    want: [],
  },
  {
    name: "_headers, a slash at the end",
    ...headersFile("/*", "  Access-Control-Allow-Origin: https://app.example.com/"),
    want: ["origin-never-sent"],
  },
  {
    name: "enable-cors.org for IIS 7: files alone",
    ...webConfig(`<httpProtocol><customHeaders>${allowsAll}</customHeaders></httpProtocol>`),
    want: [],
  },
  {
    name: "the same before an application that says so itself, and preflights that nobody answers",
    ...webConfig(
      "<handlers><add name='aspNetCore' path='*' verb='*' modules='AspNetCoreModuleV2' /></handlers>",
      `<httpProtocol><customHeaders>${allowsAll}`,
      '<add name="Access-Control-Allow-Headers" value="Content-Type" />',
      '<add name="Access-Control-Allow-Methods" value="GET, POST, PUT, DELETE, OPTIONS" />',
      "</customHeaders></httpProtocol>",
    ),
    want: ["upstream-not-stripped"],
    limits: ["preflight-not-answered"],
  },
  {
    name: "the same where something is installed that could answer them",
    ...webConfig(
      "<rewrite><rules /></rewrite>",
      `<httpProtocol><customHeaders>${allowsAll}`,
      '<add name="Access-Control-Allow-Headers" value="Content-Type" />',
      "</customHeaders></httpProtocol>",
    ),
    want: ["preflight-not-answered"],
  },
  {
    name: "the module, as it has to be",
    ...webConfig(
      '<cors enabled="true"><add origin="https://*.example.com" allowCredentials="true" maxAge="120">',
      '<allowHeaders allowAllRequestedHeaders="true" /><allowMethods><add method="PUT" /></allowMethods>',
      "</add></cors>",
    ),
    want: [],
  },
  {
    name: "the module: the star beside credentials",
    ...webConfig('<cors enabled="true"><add origin="*" allowCredentials="true" /></cors>'),
    want: ["any-origin-with-credentials"],
  },
  {
    name: "the module: every site of https",
    ...webConfig('<cors enabled="true"><add origin="https://*" allowCredentials="true" /></cors>'),
    want: ["expression-matches-any"],
  },
  {
    name: "the module and custom headers are two",
    ...webConfig(
      `<cors enabled="true"><add origin="https://app.example.com" /></cors>`,
      `<httpProtocol><customHeaders>${allowsAll}</customHeaders></httpProtocol>`,
    ),
    want: ["two-layers"],
  },
  {
    name: "the module, not switched on",
    ...webConfig('<cors><add origin="https://app.example.com" /></cors>'),
    want: ["not-switched-on"],
  },
  { name: "a web.config that says nothing about CORS", ...webConfig("<urlCompression />"), want: [] },
];

describe("files of static hosts and IIS as they are published", () => {
  test.each(rows)("$name", ({ path, text, want, limits = [] }) => {
    expect(saidOf({ path, text })).toEqual({ findings: want.toSorted(), limits });
  });
});

describe("they are read back", () => {
  const open = { origins: "*" };

  test.each([
    vercel({ source: "/api/(.*)", headers: keyed({ "Access-Control-Allow-Origin": "*" }) }),
    vercel({ source: "/api/:path*", headers: keyed({ "access-control-allow-origin": "*" }) }),
    firebase("/api/**", { "Access-Control-Allow-Origin": "*" }),
    {
      path: "firebase.json",
      text: `{ "hosting": [{ "target": "a" }, { "headers": [{ "source": "/api/**", "headers": [{ "key": "Access-Control-Allow-Origin", "value": "*" }] }] }] }`,
    },
    headersFile("/api/*", "\tAccess-Control-Allow-Origin: *"),
    {
      path: "web.config",
      text: `<configuration><location path="api"><system.webServer><httpProtocol><customHeaders>${allowsAll}</customHeaders></httpProtocol></system.webServer></location></configuration>`,
    },
  ])("by path: $path", (file) => {
    expect(importSite([file])).toEqual({
      site: { routes: [{ prefix: "/api", policy: open }], fallback: "none" },
      unseen: [],
      findings: [],
    });
  });

  test("with a sentence on paths that no site can have", () => {
    const { unseen } = importSite([firebase("**/*.@(eot|otf|ttf)", { "Access-Control-Allow-Origin": "*" })]);
    expect(unseen.map(({ why }) => why)).toEqual([
      "**/*.@(eot|otf|ttf) is no path that a site can have a policy for: what it says is left out.",
    ]);
  });

  test("with a sentence on what came before headers of Vercel", () => {
    const routes = [{ src: "/api/.*", headers: { "access-control-allow-origin": "*" }, continue: true }];
    expect(
      importSite([{ path: "vercel.json", text: JSON.stringify({ routes }) }]).unseen.map(({ why }) => why),
    ).toEqual(["CORS headers of routes are not read here: write them in headers."]);
  });

  test("with a sentence on rules that rewrite", () => {
    const file = webConfig(
      '<rewrite><outboundRules><rule name="cors"><match serverVariable="RESPONSE_Access-Control-Allow-Origin" pattern=".*" /></rule></outboundRules></rewrite>',
    );
    expect(importSite([file]).unseen.map(({ why }) => why)).toEqual([
      "An outbound rule sets CORS headers, which is not read here.",
    ]);
  });

  test("with the place of the value", () => {
    const [found] = lint([headersFile("/*", "  X-A: b", "  Access-Control-Allow-Origin: https://a.test/")]);
    expect(found).toMatchObject({ span: { line: 3, column: 3, endLine: 3, endColumn: 47 } });
  });
});

describe("what cannot be parsed", () => {
  test.each([
    ["vercel.json", `{ "headers": [ }`, /^vercel\.json:1:16: This is no JSON$/],
    ["_headers", "  X-A: b", /^_headers:1:3: There is no path before this line$/],
    ["_headers", "/*\n  nothing", /^_headers:2:3: This line is neither a path nor a header/],
    ["web.config", "<configuration><a></configuration>", /^web\.config:1:\d+: unexpected close tag/],
    ["web.config", "", /^web\.config:1:1: /],
  ])("%s %j is refused with a place", (path, text, message) => {
    const read = (): unknown => importSite([{ path, text }]);
    expect(read).toThrow(ReadError);
    expect(read).toThrow(message);
  });
});
