import { describe, expect, test } from "vitest";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { applyPatch } from "./apply-patch.ts";
import { wholeReading } from "./whole-reading.ts";

const backend = `vcl 4.1;
import std;
backend default { .host = "127.0.0.1"; .port = "8080"; .probe = { .url = "/"; } }
`;

/** Two origins with credentials, as it has to be, in another hand than that of what is generated. */
const whole = String.raw`${backend}
sub vcl_recv {
  unset req.http.X-Cors-Origin;                       # never trust it from outside
  unset req.http.X-Cors-Preflight;
  if (req.http.Origin ~ "^https://(app\.example\.com|([a-z0-9_-]+\.)+preview\.example\.com)$") {
    set req.http.X-Cors-Origin = req.http.Origin;
  }
  if (req.method == "OPTIONS" && req.http.Origin && req.http.Access-Control-Request-Method) {
    set req.http.X-Cors-Preflight = "1";
    return (synth(204));
  }
}
sub cors_headers {
  unset resp.http.Access-Control-Allow-Origin;
  if (resp.http.Vary) { set resp.http.Vary = resp.http.Vary + ", Origin"; } else { set resp.http.Vary = "Origin"; }
  if (req.http.X-Cors-Origin) {
    set resp.http.Access-Control-Allow-Origin = req.http.X-Cors-Origin;
    set resp.http.Access-Control-Allow-Credentials = "true";
    if (req.http.X-Cors-Preflight) {
      set resp.http.Access-Control-Allow-Methods = "GET, POST, PUT, DELETE";
      set resp.http.Access-Control-Allow-Headers = "Content-Type, Authorization";
      set resp.http.Access-Control-Max-Age = "7200";
    } else {
      set resp.http.Access-Control-Expose-Headers = "X-Request-Id, ETag";
    }
  }
}
sub vcl_deliver { call cors_headers; }
sub vcl_synth { call cors_headers; if (resp.status == 204) { return (deliver); } }
`;

/** Snippets as they are published, with hosts of examples. Each has exactly these codes. */
const rows: readonly { name: string; text: string; want: readonly LintCode[] }[] = [
  { name: "as it has to be", text: whole, want: [] },
  {
    name: "fonts by an expression for their path",
    text: String.raw`${backend}
sub vcl_deliver { if (req.url ~ "\.woff2?$") { set resp.http.Access-Control-Allow-Origin = "*"; } }`,
    want: [],
  },
  {
    name: "whoever asks for fonts, beside credentials",
    text: String.raw`${backend}
sub vcl_deliver {
  if (req.url ~ "^/static/.*\.(eot|woff2?)(\?|$)") {
    set resp.http.Access-Control-Allow-Origin = req.http.Origin;
    set resp.http.Access-Control-Allow-Credentials = "true";
  }
}`,
    want: ["reflects-any-origin", "vary-missing"],
  },
  {
    name: "whoever asks first, kept for all",
    text: `${backend}
sub vcl_backend_response {
  if (bereq.http.Origin) {
    set beresp.http.Access-Control-Allow-Origin = bereq.http.Origin;
    set beresp.http.Access-Control-Allow-Credentials = "true";
  }
}`,
    want: ["reflects-any-origin", "headers-missing-on-errors", "stored-for-one-origin", "vary-missing"],
  },
  {
    name: "kept for each origin apart, since the stored answer varies",
    text: String.raw`${backend}
sub vcl_backend_response {
  set beresp.http.Vary = "Origin";
  if (bereq.http.Origin ~ "^https://app\.example\.com$") {
    set beresp.http.Access-Control-Allow-Origin = bereq.http.Origin;
  }
}`,
    want: ["headers-missing-on-errors"],
  },
  {
    name: "the star can be kept",
    text: `${backend}
sub vcl_backend_response {
  set beresp.http.Access-Control-Allow-Origin = "*";
}`,
    want: ["headers-missing-on-errors"],
  },
  {
    name: "every OPTIONS is answered, by a status that stands for it",
    text: `${backend}
sub vcl_recv {
  if (req.method == "OPTIONS") { return (synth(750)); }
}
sub vcl_synth {
  if (resp.status == 750) {
    set resp.status = 200;
    set resp.http.Access-Control-Allow-Origin = "*";
    set resp.http.Access-Control-Allow-Methods = "GET, POST, PUT, DELETE";
    set resp.http.Access-Control-Allow-Headers = "Content-Type";
    return (deliver);
  }
}
sub vcl_deliver {
  set resp.http.Access-Control-Allow-Origin = "*";
}`,
    want: ["plain-options-swallowed"],
  },
  {
    name: "the answer to a preflight does not pass vcl_deliver",
    text: `${backend}
sub vcl_recv {
  if (req.method == "OPTIONS" && req.http.Access-Control-Request-Method) { return (synth(204)); }
}
sub vcl_deliver {
  set resp.http.Access-Control-Allow-Origin = "https://app.example.com";
}`,
    want: ["preflight-without-headers"],
  },
  {
    name: "an expression that is open at both ends",
    text: String.raw`${backend}
sub vcl_deliver {
  if (req.http.Origin ~ "(https?://)?(.*\.)?example\.com") {
    set resp.http.Access-Control-Allow-Origin = req.http.Origin;
    set resp.http.Access-Control-Allow-Methods = "GET, POST, OPTIONS";
    set resp.http.Vary = "Origin";
  }
}`,
    want: [
      "expression-without-end",
      "expression-without-start",
      "preflight-not-answered",
      "scheme-optional",
      "vary-sometimes",
    ],
  },
  {
    name: "as before version 4, with an error for an answer",
    text: `sub vcl_recv {
  if (req.request == "OPTIONS") { error 204 "OK"; }
}
sub vcl_error {
  set obj.http.Access-Control-Allow-Origin = "https://app.example.com";
}
sub vcl_deliver {
  set resp.http.Access-Control-Allow-Origin = "https://app.example.com";
}`,
    want: ["plain-options-swallowed"],
  },
  {
    name: "several origins, each with a test of its own, of which one has a slash",
    text: `${backend}
sub vcl_deliver {
  if (req.http.Origin == "https://a.example.com" || req.http.Origin == "https://b.example.com/") {
    set resp.http.Access-Control-Allow-Origin = req.http.Origin;
  }
}`,
    want: ["origin-never-sent", "vary-missing"],
  },
  {
    name: "preflights alone, of whoever asks: no page reads what comes then",
    text: `${backend}
sub vcl_recv {
  if (req.method == "OPTIONS" && req.http.Access-Control-Request-Method) { return (synth(204)); }
}
sub vcl_synth {
  set resp.http.Access-Control-Allow-Origin = req.http.Origin;
  set resp.http.Access-Control-Allow-Credentials = "true";
}`,
    want: ["methods-missing", "vary-missing"],
  },
  {
    name: "a file that says nothing about CORS",
    text: `${backend}\nsub vcl_deliver { unset resp.http.Via; }`,
    want: [],
  },
];

describe("Varnish as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    const codes = lint([{ path: "default.vcl", text }]).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });

  test("is read back as the policy that it carries out", () => {
    expect(importSite([{ path: "default.vcl", text: whole }])).toEqual(wholeReading);
  });

  test("a path that is compared is a route", () => {
    const text = `sub vcl_deliver { if (req.url ~ "^/fonts/") { set resp.http.Access-Control-Allow-Origin = "*"; } }`;
    expect(importSite([{ path: "cors.vcl", text }]).site).toEqual({
      routes: [{ prefix: "/fonts", policy: { origins: "*" } }],
      fallback: "none",
    });
  });

  test("what is for one host is read, and it is said", () => {
    const text = `sub vcl_deliver {
  if (req.http.host == "a.example.net") { set resp.http.Access-Control-Allow-Origin = "https://app.example.com"; }
}`;
    const { site, unseen } = importSite([{ path: "cors.vcl", text }]);
    expect(site).toEqual({ fallback: { origins: ["https://app.example.com"] } });
    expect(unseen.map(({ why }) => why)).toEqual(["This is for the host a.example.net alone."]);
  });

  test("what is included has its place", () => {
    const files = [
      { path: "etc/default.vcl", text: `${backend}include "cors.vcl";\nsub vcl_synth { set resp.http.X-A = "b"; }` },
      { path: "etc/cors.vcl", text: `sub vcl_deliver { set resp.http.Access-Control-Allow-Origin = "*"; }` },
    ];
    expect(importSite(files)).toMatchObject({ unseen: [], site: { fallback: { origins: "*" } } });
    expect(importSite(files.slice(1).concat({ path: "a.vcl", text: `include "b.vcl";` })).unseen).toEqual([
      {
        path: "a.vcl",
        span: { line: 1, column: 1, endLine: 1, endColumn: 16 },
        why: "b.vcl is included and was not given.",
      },
    ]);
  });

  test("a list of addresses is not seen", () => {
    const text = `sub vcl_deliver { if (client.ip ~ office) { set resp.http.Access-Control-Allow-Origin = "*"; } }`;
    expect(importSite([{ path: "cors.vcl", text }]).unseen.map(({ why }) => why)).toEqual([
      "Which requests this is for is not told by this file alone.",
    ]);
  });

  test("the patch for an expression stands between its quotes", () => {
    const text = String.raw`sub vcl_deliver {
  set resp.http.Vary = "Origin";
  if (req.http.Origin ~ "^https://app\.example\.com") { set resp.http.Access-Control-Allow-Origin = req.http.Origin; }
}`;
    const [finding] = lint([{ path: "cors.vcl", text }]);
    expect(finding?.code).toBe("expression-without-end");
    const patched = applyPatch(text, finding!.patch!);
    expect(patched).toContain(String.raw`~ "^https://app\.example\.com$")`);
    expect(lint([{ path: "cors.vcl", text: patched }])).toEqual([]);
  });

  test.each([
    { text: "sub vcl_recv {", message: "cors.vcl:1:15: a block has no closing brace" },
    { text: 'sub vcl_recv { set req.http.A = "b }', message: "cors.vcl:1:33: a quote is not closed" },
    { text: "sub vcl_recv { if req.http.A { } }", message: "cors.vcl:1:19: ( is missing here" },
    { text: "sub vcl_recv { if (req.http.A == ) { } }", message: "cors.vcl:1:34: a value is missing here" },
    { text: "sub vcl_recv { } }", message: "a closing brace has no block" },
  ])("$text is refused with a place", ({ text, message }) => {
    const read = (): unknown => lint([{ path: "cors.vcl", text }]);
    expect(read).toThrow(ReadError);
    expect(read).toThrow(message);
  });
});
