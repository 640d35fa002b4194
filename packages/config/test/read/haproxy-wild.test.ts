import { describe, expect, test } from "vitest";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { applyPatch } from "./apply-patch.ts";
import { wholeReading } from "./whole-reading.ts";

const servers = `
  default_backend application
backend application
  server one 127.0.0.1:8080
`;

/** Two origins with credentials, as it has to be, in another hand than that of what is generated. */
const whole = String.raw`
frontend web
  bind :443
  acl cors_hdr      req.fhdr(origin) -m found
  acl cors_allowed  req.fhdr(origin) -m str https://app.example.com
  acl cors_allowed  req.fhdr(origin) -m reg ^https://([a-z0-9_-]+\.)+preview\.example\.com$
  acl cors_one      req.fhdr_cnt(origin) eq 1
  acl cors_acrm     req.fhdr(access-control-request-method) -m found
  http-request set-var(txn.cors_origin) req.fhdr(origin) if cors_one cors_allowed
  http-request set-var(txn.cors_pf) bool(true) if METH_OPTIONS cors_hdr cors_acrm
  http-request return status 204 if METH_OPTIONS cors_hdr cors_acrm
  # after-response rules also run on HAProxy's own answers
  http-after-response del-header Access-Control-Allow-Origin
  http-after-response add-header Vary Origin
  http-after-response set-header Access-Control-Allow-Origin %[var(txn.cors_origin)] if { var(txn.cors_origin) -m found }
  http-after-response set-header Access-Control-Allow-Credentials true if { var(txn.cors_origin) -m found }
  http-after-response set-header Access-Control-Expose-Headers "X-Request-Id, ETag" if { var(txn.cors_origin) -m found } !{ var(txn.cors_pf) -m found }
  http-after-response set-header Access-Control-Allow-Methods "GET, POST, PUT, DELETE" if { var(txn.cors_origin) -m found } { var(txn.cors_pf) -m found }
  http-after-response set-header Access-Control-Allow-Headers "Content-Type, Authorization" if { var(txn.cors_origin) -m found } { var(txn.cors_pf) -m found }
  http-after-response set-header Access-Control-Max-Age 7200 if { var(txn.cors_origin) -m found } { var(txn.cors_pf) -m found }
${servers}`;

/** Snippets as they are published, with hosts of examples. Each has exactly these codes. */
const rows: readonly { name: string; text: string; want: readonly LintCode[] }[] = [
  { name: "as it has to be", text: whole, want: [] },
  {
    name: "behind a password that is asked for after the preflight",
    text: whole.replace("  # after", "  http-request auth unless { http_auth(people) }\n  # after"),
    want: [],
  },
  {
    name: "behind a password that is asked for first",
    text: whole.replace("return status 204 if METH_OPTIONS cors_hdr cors_acrm", "auth unless { http_auth(people) }"),
    want: ["preflight-after-authentication"],
  },
  {
    name: "a blog: the end of the origin, on what servers answer alone",
    text: `frontend web
  capture request header origin len 128
  http-response add-header Access-Control-Allow-Origin %[capture.req.hdr(0)] if { capture.req.hdr(0) -m end example.com }
  http-response add-header Access-Control-Allow-Headers "Origin, X-Requested-With, Content-Type, Accept" if { capture.req.hdr(0) -m found }
  http-response add-header Access-Control-Max-Age 3628800 if { capture.req.hdr(0) -m found }${servers}`,
    want: [
      "prefix-or-suffix-match",
      "headers-missing-on-errors",
      "preflight-not-answered",
      "upstream-not-stripped",
      "vary-missing",
    ],
  },
  {
    name: "StackOverflow: whoever asks, with credentials",
    text: `frontend web
  capture request header origin len 128
  http-response add-header Access-Control-Allow-Origin %[capture.req.hdr(0)] if { capture.req.hdr(0) -m found }
  http-response add-header Access-Control-Allow-Credentials true if { capture.req.hdr(0) -m found }
  rspadd Access-Control-Allow-Methods:\\ GET,\\ HEAD,\\ OPTIONS,\\ POST,\\ PUT if { capture.req.hdr(0) -m found }${servers}`,
    want: [
      "reflects-any-origin",
      "headers-missing-on-errors",
      "preflight-not-answered",
      "upstream-not-stripped",
      "vary-missing",
    ],
  },
  {
    name: "rspadd and the star, as before 2.1",
    text: `listen api
  rspadd Access-Control-Allow-Origin:\\ *
  server one 127.0.0.1:8080`,
    want: ["headers-missing-on-errors", "upstream-not-stripped"],
  },
  {
    name: "set-header leaves no other",
    text: `listen api
  http-after-response set-header Access-Control-Allow-Origin "*"
  server one 127.0.0.1:8080`,
    want: [],
  },
  {
    name: "a literal return for every OPTIONS, with its headers",
    text: `frontend web
  http-request return status 200 hdr Access-Control-Allow-Origin "*" hdr Access-Control-Allow-Methods "GET, PUT" if METH_OPTIONS
  http-after-response set-header Access-Control-Allow-Origin "*"${servers}`,
    want: ["plain-options-swallowed"],
  },
  {
    name: "the answer to a preflight has none of what http-response says",
    text: `frontend web
  http-response set-header Access-Control-Allow-Origin "https://app.example.com"
  http-request return status 204 if METH_OPTIONS { req.hdr(access-control-request-method) -m found }${servers}`,
    want: ["headers-missing-on-errors", "preflight-without-headers"],
  },
  {
    name: "an expression without an end",
    text: String.raw`frontend web
  acl is_ours hdr_reg(origin) ^https://(www\.)?example\.com
  http-request set-var(txn.origin) req.hdr(origin) if is_ours
  http-after-response add-header Vary Origin
  http-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if { var(txn.origin) -m found }${servers}`,
    want: ["expression-without-end"],
  },
  {
    name: "a domain anywhere in the origin, whatever the case",
    text: `frontend web
  acl is_ours hdr_dom(origin) -i example.com
  http-request set-var(txn.origin) req.hdr(origin) if is_ours
  http-after-response add-header Vary Origin if is_ours
  http-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if { var(txn.origin) -m found }${servers}`,
    want: ["prefix-or-suffix-match", "vary-sometimes", "case-ignored"],
  },
  {
    name: "one line of two files of rules, beside its backend's",
    text: `frontend web
  http-response add-header Access-Control-Allow-Origin "*"
  http-after-response add-header Access-Control-Allow-Origin "*"${servers}`,
    want: ["two-layers", "upstream-not-stripped"],
  },
  {
    name: "a file that says nothing about CORS",
    text: `frontend web
  http-response set-header X-Frame-Options DENY${servers}`,
    want: [],
  },
];

describe("HAProxy as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    const codes = lint([{ path: "haproxy.cfg", text }]).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });

  test("is read back as the policy that it carries out", () => {
    expect(importSite([{ path: "haproxy.cfg", text: whole }])).toEqual(wholeReading);
  });

  test("the backend of a path is a route", () => {
    const text = `frontend web
  use_backend public if { path_beg /public/ }
  default_backend application
backend public
  http-after-response set-header Access-Control-Allow-Origin "*"
  server one 127.0.0.1:8080
backend application
  server one 127.0.0.1:8080`;
    expect(importSite([{ path: "haproxy.cfg", text }]).site).toEqual({
      routes: [{ prefix: "/public", policy: { origins: "*" } }],
      fallback: "none",
    });
  });

  test.each([
    {
      name: "a list in a file of its own",
      text: `http-after-response set-header Access-Control-Allow-Origin %[req.hdr(origin)] if { req.hdr(origin) -f origins.lst }`,
      why: "The file origins.lst is not read: what it lists is left out.",
    },
    {
      name: "a library in Lua",
      text: `http-request lua.cors "GET,PUT" "app.example.com" "*"\nhttp-response lua.cors`,
      why: "What lua.cors does is not told by this file.",
    },
    {
      name: "a condition that is not known",
      text: `http-response set-header Access-Control-Allow-Origin * if { src 10.0.0.0/8 }`,
      why: "Which answers have Access-Control-Allow-Origin is not told by this file alone.",
    },
  ])("$name is not seen", ({ text, why }) => {
    expect(importSite([{ path: "haproxy.cfg", text }]).unseen.map((one) => one.why)).toContain(why);
  });

  test("the patch for errors takes the rule that is for all answers", () => {
    const text = `listen api\n  http-response set-header Access-Control-Allow-Origin *\n  server one 127.0.0.1:8080`;
    const [finding] = lint([{ path: "haproxy.cfg", text }]);
    expect(finding?.code).toBe("headers-missing-on-errors");
    const patched = applyPatch(text, finding!.patch!);
    expect(patched).toContain("\n  http-after-response set-header Access-Control-Allow-Origin *\n");
    expect(lint([{ path: "haproxy.cfg", text: patched }])).toEqual([]);
  });

  test("a file for HAProxy before 2.1 is not patched with what came later", () => {
    const text = `listen api\n  rspadd Access-Control-Allow-Origin:\\ *\n  server one 127.0.0.1:8080`;
    const found = lint([{ path: "haproxy.cfg", text }]);
    expect(found.map(({ patch }) => patch)).toEqual([undefined, undefined]);
    expect(found[0]!.message).toContain("since HAProxy 2.2");
  });

  test("the patch for Vary leaves the line behind it where it is", () => {
    const text = `listen api
  http-after-response set-header Access-Control-Allow-Origin %[req.fhdr(origin)] if { req.fhdr(origin) https://a.test }
  server one 127.0.0.1:8080`;
    const { patch } = lint([{ path: "haproxy.cfg", text }]).find(({ code }) => code === "vary-missing")!;
    expect(applyPatch(text, patch!)).toBe(
      text.replace("  http-after", "  http-after-response add-header Vary Origin\n  http-after"),
    );
  });

  test("what HAProxy would not start with has a place", () => {
    const read = (text: string): unknown => lint([{ path: "haproxy.cfg", text }]);
    expect(() => read('frontend a\n  http-response set-header A "b')).toThrow(
      new ReadError("a quote is not closed", {
        path: "haproxy.cfg",
        span: { line: 2, column: 30, endLine: 2, endColumn: 32 },
      }),
    );
    expect(() => read("http-response set-header Access-Control-Allow-Origin * if { src")).toThrow(
      "haproxy.cfg:1:59: a condition has no closing brace",
    );
  });
});
