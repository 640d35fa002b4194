import { describe, expect, test } from "vitest";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";

const head = `server.modules += ( "mod_setenv" )\nserver.document-root = "/srv/www"\n`;

/** Snippets as they are published, with hosts of examples. Each has exactly these codes. */
const rows: readonly { name: string; text: string; want: readonly LintCode[] }[] = [
  {
    name: "enable-cors.org: the star for files",
    text: `${head}setenv.add-response-header = ( "Access-Control-Allow-Origin" => "*" )`,
    want: [],
  },
  {
    name: "one origin for what an expression for the path matches, and no origin that it could be",
    text: `${head}$HTTP["url"] =~ "\\\\.woff2?$" {
  setenv.add-response-header = ( "Access-Control-Allow-Origin" => "app.example.com" )
}`,
    want: ["origin-never-sent"],
  },
  {
    name: "the star beside an application",
    text: `${head}proxy.server = ( "" => (( "host" => "127.0.0.1", "port" => 8080 )) )
setenv.add-response-header = (
  "Access-Control-Allow-Origin" => "*",
  "Access-Control-Allow-Headers" => "Content-Type"
)`,
    want: ["upstream-not-stripped", "preflight-not-answered"],
  },
  {
    name: "one origin by a condition, with credentials",
    text: `${head}
$REQUEST_HEADER["Origin"] == "https://app.example.com" {
  setenv.set-response-header = (
    "Access-Control-Allow-Origin" => "https://app.example.com",
    "Access-Control-Allow-Credentials" => "true",
    "Vary" => "Origin"
  )
}
else $REQUEST_HEADER["Origin"] == "https://www.example.com/" {
  setenv.set-response-header = ( "Access-Control-Allow-Origin" => "https://www.example.com" )
}`,
    want: ["vary-sometimes"],
  },
  {
    name: "two origins in one header",
    text: `${head}setenv.set-response-header = ( "Access-Control-Allow-Origin" => "https://a.test https://b.test" )`,
    want: ["several-origins"],
  },
  { name: "a file that says nothing about CORS", text: head, want: [] },
];

describe("lighttpd as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    const codes = lint([{ path: "lighttpd.conf", text }]).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });

  test("a path that is compared is a route", () => {
    const text = `$HTTP["url"] =~ "^/fonts/" { setenv.add-response-header += ( "Access-Control-Allow-Origin" => "*" ) }`;
    expect(importSite([{ path: "lighttpd.conf", text }]).site).toEqual({
      routes: [{ prefix: "/fonts", policy: { origins: "*" } }],
      fallback: "none",
    });
  });

  test("a condition that is not known is not seen, nor is another program in Lua", () => {
    const files = [
      {
        path: "lighttpd.conf",
        text: `$HTTP["host"] == "a.test" { setenv.add-response-header = ( "Access-Control-Allow-Origin" => "*" ) }`,
      },
      { path: "cors.lua", text: `lighty.r.resp_header["Access-Control-Allow-Origin"] = "*"` },
    ];
    expect(importSite(files).unseen.map(({ why }) => why)).toEqual([
      "Which requests this is for is not told by this file alone.",
      "What this program in Lua does is not told.",
    ]);
  });

  test.each([
    { text: `$HTTP["url"] =~ "^/a"`, message: "{ is missing here" },
    { text: `setenv.add-response-header = ( "a"`, message: "lighttpd.conf:1:30: a bracket is not closed" },
  ])("$text is refused with a place", ({ text, message }) => {
    const read = (): unknown => lint([{ path: "lighttpd.conf", text }]);
    expect(read).toThrow(ReadError);
    expect(read).toThrow(message);
  });
});
