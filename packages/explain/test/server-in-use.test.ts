import type { Header } from "concors/protocol";
import { describe, expect, test } from "vitest";
import { explain } from "../src/index.ts";
import type { ServerFix, ServerName } from "../src/index.ts";
import type { Row } from "./play.ts";
import { play } from "./play.ts";

/** The fixes for a server whose answer has no CORS headers, but these. */
function fixesOf(headers: readonly Header[], status = 200): readonly ServerFix[] {
  const url = "https://api.example.com/items";
  const row: Row = { name: "", want: { code: "CORS-O01" }, url, answers: { [`GET ${url}`]: { status, headers } } };
  return explain(play(row, "spec")).fix.server;
}

describe("a server is told from", () => {
  test.each<[header: string, value: string, servers: readonly ServerName[]]>([
    ["Server", "nginx/1.22.1", ["nginx"]],
    ["Server", "openresty/1.25.3.1", ["nginx"]],
    ["Server", "Apache/2.4.57 (Debian)", ["apache"]],
    ["Server", "Apache-Coyote/1.1", []],
    ["Server", "Caddy", ["caddy"]],
    ["Server", "lighttpd/1.4.69", ["lighttpd"]],
    ["Via", "1.1 varnish (Varnish/7.1)", ["varnish"]],
    ["X-Varnish", "32770", ["varnish"]],
    ["X-Powered-By", "Express", ["express"]],
    ["X-Powered-By", "PHP/8.2.7", ["php"]],
    ["Server", "Werkzeug/2.2.2 Python/3.11.2", ["flask"]],
    ["Server", "WSGIServer/0.2 CPython/3.11.2", ["django"]],
    ["Server", "gunicorn", ["flask", "django"]],
    ["Server", "uvicorn", ["fastapi"]],
    ["Server", "Kestrel", ["aspnet-core"]],
    ["Server", "Microsoft-IIS/10.0", ["iis"]],
    ["X-Runtime", "0.012345", ["rack-cors"]],
    ["Server", "SimpleHTTP/0.6 Python/3.11.2", ["python-http-server"]],
    ["Server", "AmazonS3", ["s3"]],
    ["Server", "MinIO", ["minio"]],
    ["Server", "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0", ["azure-storage"]],
    ["X-GUploader-UploadID", "ABg5-Ux", ["gcs"]],
    ["X-Amz-Apigw-Id", "Zx1", ["api-gateway-rest"]],
    ["Apigw-Requestid", "Zx1=", ["api-gateway"]],
    ["X-Amz-Cf-Id", "a1", ["cloudfront"]],
    ["X-Vercel-Id", "fra1::abc", ["vercel"]],
    ["X-Nf-Request-Id", "01H", ["netlify"]],
    ["X-Envoy-Upstream-Service-Time", "4", ["envoy"]],
    ["Server", "istio-envoy", ["istio"]],
    ["Server", "kong/3.4.0", ["kong"]],
    ["Via", "kong/3.4.0", ["kong"]],
    // What is behind it is not told.
    ["CF-Ray", "7f0-FRA", []],
  ])("%s: %s", (header, value, servers) => {
    const fixes = fixesOf([[header, value]]);
    const told = fixes.filter(({ detectedFrom }) => detectedFrom !== null);
    expect(told.map(({ server }) => server)).toEqual(servers);
    for (const { detectedFrom } of told) expect(detectedFrom).toBe(`${header}: ${value}`);
    if (servers.length === 0) expect(fixes.map(({ server }) => server)).toEqual(["express", "nginx", "apache"]);
  });

  test("an application before the server in front of it, and once", () => {
    const headers: Header[] = [
      ["Server", "istio-envoy"],
      ["X-Envoy-Upstream-Service-Time", "4"],
      ["X-Powered-By", "Express"],
    ];
    expect(fixesOf(headers).map(({ server }) => server)).toEqual(["express", "istio"]);
  });

  test.each<[readonly Header[], boolean]>([
    [[["Server", "gunicorn"]], false],
    [[["Via", "1.1 varnish (Varnish/7.1)"]], false],
    [
      [
        ["Server", "gunicorn"],
        ["Via", "1.1 varnish (Varnish/7.1)"],
      ],
      true,
    ],
  ])("as many layers as headers tell of: %j", (headers, isLayered) => {
    const url = "https://api.example.com/items";
    const twice: Header[] = [
      ["Access-Control-Allow-Origin", "*"],
      ["Access-Control-Allow-Origin", "*"],
    ];
    const answers = { [`GET ${url}`]: { status: 200, headers: [...headers, ...twice] } };
    const { notes } = explain(play({ name: "", want: { code: "CORS-O06" }, url, answers }, "spec"));
    expect(notes.some(({ code }) => code === "two-layers")).toBe(isLayered);
  });

  test("the headers of Express's error page", () => {
    const headers: Header[] = [
      ["Content-Security-Policy", "default-src 'none'"],
      ["X-Content-Type-Options", "nosniff"],
      ["Content-Type", "text/html; charset=utf-8"],
    ];
    expect(fixesOf(headers, 404)[0]).toMatchObject({
      server: "express",
      detectedFrom: "the headers of its error page",
    });
  });
});

describe("what an answer tells of a server goes into its configuration:", () => {
  test("its version", () => {
    // Since then, a location need not forget the headers of the server.
    expect(codeOf(fixesOf([["Server", "nginx/1.29.3"]]))).toContain("add_header_inherit merge;");
    expect(codeOf(fixesOf([["Server", "nginx/1.22.1"]]))).not.toContain("add_header_inherit");
  });

  test.each(["nginx/1.4.0", "nginx/999999.1", "nginx/1..2"])("not what is too old, or no version: %s", (value) => {
    const [fix] = fixesOf([["Server", value]]);
    expect(fix?.parts.length).toBeGreaterThan(0);
    expect(fix?.notes.join("")).toContain(value === "nginx/1.4.0" ? "too old" : "no version");
    expect(fix?.command).not.toContain("--server-version");
  });

  test("how it asks the application", () => {
    const headers: Header[] = [
      ["Server", "nginx"],
      ["X-Powered-By", "PHP/8.2.7"],
      ["Access-Control-Allow-Origin", "https://b.example"],
    ];
    const fix = fixesOf(headers).find(({ server }) => server === "nginx");
    expect(codeOf([fix!])).toContain("fastcgi_hide_header Access-Control-Allow-Origin;");
  });

  test("that it asks for a password", () => {
    const url = "https://api.example.com/items";
    const headers: Header[] = [["WWW-Authenticate", 'Basic realm="x"']];
    const row: Row = {
      name: "",
      want: { code: "CORS-O01" },
      url,
      answers: { [`GET ${url}`]: { status: 401, headers } },
    };
    const [fix] = explain(play(row, "spec"), { servers: ["apache-htaccess"] }).fix.server;
    expect(fix?.parts.map(({ path }) => path)).toEqual([".htaccess", "cors-require.conf"]);
    expect(fix?.command).toContain("--auth basic");
  });

  test("not that the application is silent about CORS: elsewhere it may not be", () => {
    const nginx: Header = ["Server", "nginx"];
    const [silent] = fixesOf([nginx]);
    expect(codeOf([silent!])).toContain("proxy_hide_header Access-Control-Allow-Origin;");
    expect(silent).toMatchObject({ remove: [], notes: [] });
    const [fix] = fixesOf([nginx, ["Access-Control-Allow-Origin", "https://b.example"]]);
    expect(fix).toMatchObject({ remove: ["Access-Control-Allow-Origin"] });
    expect(fix?.notes[0]).toContain("this alone decides");
  });

  test("that it has a list of origins already", () => {
    expect(fixesOf([["Vary", "Accept, Origin"]])[0]?.notes).toEqual([
      "The answer varies by origin: if there is a list of origins already, add the page's to that instead.",
    ]);
    expect(fixesOf([["Vary", "Accept"]])[0]?.notes).toEqual([]);
  });
});

function codeOf(fixes: readonly ServerFix[]): string {
  return fixes.flatMap(({ parts }) => parts.map(({ code }) => code)).join("\n");
}
