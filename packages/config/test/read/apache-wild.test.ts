import { describe, expect, test } from "vitest";
import { importSite, lint } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { wholeReading } from "./whole-reading.ts";

/** Two origins with credentials, as it has to be: two tables of headers are cleared, and one is written. */
const whole = String.raw`
  SetEnvIf Origin "^https://app\.example\.com$"                     CORS_ORIGIN=$0
  SetEnvIf Origin "^https://([a-z0-9_-]+\.)+preview\.example\.com$" CORS_ORIGIN=$0
  SetEnvIfExpr "%{REQUEST_METHOD} == 'OPTIONS' && -n req('Origin') && -n req('Access-Control-Request-Method')" CORS_PREFLIGHT
  SetEnvIfExpr "-n reqenv('CORS_ORIGIN') && -n reqenv('CORS_PREFLIGHT')" CORS_GRANT
  SetEnvIfExpr "-n reqenv('CORS_ORIGIN') && -z reqenv('CORS_PREFLIGHT')" CORS_SHARE
  # a real preflight ends here: it never reaches the app or a proxied upstream
  RewriteEngine On
  RewriteCond %{ENV:CORS_PREFLIGHT} .
  RewriteRule ^ - [R=204,L]
  Header onsuccess unset Access-Control-Allow-Origin
  Header always    unset Access-Control-Allow-Origin
  Header onsuccess unset Access-Control-Allow-Credentials
  Header always    unset Access-Control-Allow-Credentials
  Header always merge Vary "Origin"
  Header always set Access-Control-Allow-Origin      "%{CORS_ORIGIN}e"             env=CORS_ORIGIN
  Header always set Access-Control-Allow-Credentials "true"                        env=CORS_ORIGIN
  Header always set Access-Control-Expose-Headers    "X-Request-Id, ETag"          env=CORS_SHARE
  Header always set Access-Control-Allow-Methods     "GET, POST, PUT, DELETE"      env=CORS_GRANT
  Header always set Access-Control-Allow-Headers     "Content-Type, Authorization" env=CORS_GRANT
  Header always set Access-Control-Max-Age           "7200"                        env=CORS_GRANT
`;

interface Row {
  readonly name: string;
  readonly path?: string;
  readonly text: string;
  readonly want: readonly LintCode[];
}

const rows: readonly Row[] = [
  { name: "as it has to be", text: whole, want: [] },
  {
    name: "the same before a proxied application",
    text: `<VirtualHost *:443>\n${whole}ProxyPass / http://127.0.0.1:8080/\n</VirtualHost>`,
    want: [],
  },
  {
    name: "the same in .htaccess behind a password: there, rewrite rules come after it",
    path: "site/.htaccess",
    text: `AuthType Basic\nRequire valid-user\n${whole}`,
    want: ["preflight-after-authentication"],
  },
  {
    name: "unless preflights need none",
    path: "site/.htaccess",
    text: `AuthType Basic\n<RequireAny>\nRequire env CORS_PREFLIGHT\nRequire valid-user\n</RequireAny>\n${whole}`,
    want: [],
  },
  {
    name: "enable-cors.org: on success alone",
    text: `Header set Access-Control-Allow-Origin "*"`,
    want: ["headers-missing-on-errors"],
  },
  {
    name: "always, beside an application that says so itself",
    text: `Header always set Access-Control-Allow-Origin "*"\nProxyPass / http://127.0.0.1:8080/`,
    want: ["upstream-not-stripped"],
  },
  {
    name: "in both tables is twice",
    text: `Header set Access-Control-Allow-Origin "*"\nHeader always set Access-Control-Allow-Origin "*"`,
    want: ["two-layers"],
  },
  {
    name: "StackOverflow: what matched is sent, so a missing end lets nobody in; dots and http do",
    text: String.raw`<IfModule mod_headers.c>
  SetEnvIf Origin "http(s)?://(www\.)?(google.com|staging.google.com|development.google.com)$" AccessControlAllowOrigin=$0
  Header add Access-Control-Allow-Origin %{AccessControlAllowOrigin}e env=AccessControlAllowOrigin
  Header merge Vary Origin
</IfModule>`,
    want: ["expression-dot-unescaped", "headers-missing-on-errors", "scheme-optional"],
  },
  {
    name: "StackOverflow without an end",
    text: String.raw`SetEnvIf Origin "^https://app\.example\.com" ORIGIN=$0
Header always set Access-Control-Allow-Origin %{ORIGIN}e env=ORIGIN
Header always merge Vary Origin`,
    want: ["expression-sends-a-part"],
  },
  {
    name: "what is sent is the request's, so that a missing end does let in",
    text: String.raw`SetEnvIf Origin "^https://app\.example\.com" IS_OURS
Header always set Access-Control-Allow-Origin "expr=%{req_novary:Origin}" env=IS_OURS
Header always merge Vary Origin`,
    want: ["expression-without-end"],
  },
  {
    name: "without a condition, who is none of them gets a text that is no origin",
    text: String.raw`SetEnvIf Origin "^https://(app.example.com)$" ORIGIN=$0
Header always set Access-Control-Allow-Origin %{ORIGIN}e
Header always merge Vary Origin`,
    want: ["expression-dot-unescaped", "origin-never-sent"],
  },
  {
    name: "whoever asks",
    text: String.raw`SetEnvIf Origin "(.*)" ORIGIN=$1
Header always set Access-Control-Allow-Origin %{ORIGIN}e
Header always set Access-Control-Allow-Credentials true
Header always append Vary Origin`,
    want: ["reflects-any-origin"],
  },
  {
    name: "the end at a rewrite rule has none of the headers on success",
    path: ".htaccess",
    text: `Header set Access-Control-Allow-Origin "https://app.example.com"
Header set Access-Control-Allow-Methods "GET, POST, PUT"
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=200,L]`,
    want: ["headers-missing-on-errors", "plain-options-swallowed", "preflight-without-headers"],
  },
  {
    name: "NoCase does not mind the case",
    text: String.raw`SetEnvIfNoCase Origin "^https://app\.example\.com$" ORIGIN=$0
Header always set Access-Control-Allow-Origin %{ORIGIN}e env=ORIGIN
Header always merge Vary Origin`,
    want: ["case-ignored"],
  },
  {
    name: "Vary with a condition",
    text: String.raw`SetEnvIf Origin "^https://app\.example\.com$" ORIGIN=$0
Header always set Access-Control-Allow-Origin %{ORIGIN}e env=ORIGIN
Header always merge Vary Origin env=ORIGIN`,
    want: ["vary-sometimes"],
  },
  {
    name: "a section with a condition; Apache sends Vary for what req() asks for",
    text: String.raw`<If "req('Origin') =~ m#^https://app\.example\.com#">
  Header always set Access-Control-Allow-Origin "expr=%{req:Origin}"
</If>`,
    want: ["expression-without-end"],
  },
  {
    name: "fonts alone, for everybody",
    path: ".htaccess",
    text: `<FilesMatch "\\.(ttf|otf|eot|woff)$">\n  <IfModule mod_headers.c>\n    Header set Access-Control-Allow-Origin "*"\n  </IfModule>\n</FilesMatch>`,
    want: ["headers-missing-on-errors"],
  },
  { name: "a file that says nothing about CORS", path: ".htaccess", text: `Header set X-Frame-Options DENY`, want: [] },
];

describe("Apache as it is published", () => {
  test.each(rows)("$name", ({ path = "httpd.conf", text, want }) => {
    const codes = lint([{ path, text }]).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });

  test("is read back as the policy that it carries out", () => {
    expect(importSite([{ path: ".htaccess", text: whole }])).toEqual(wholeReading);
  });

  test("a <Location> is a route", () => {
    const text = `<Location "/public/">\nHeader always set Access-Control-Allow-Origin "*"\n</Location>`;
    expect(importSite([{ path: "httpd.conf", text }]).site).toEqual({
      routes: [{ prefix: "/public", policy: { origins: "*" } }],
      fallback: "none",
    });
  });
});
