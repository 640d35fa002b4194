import { describe, expect, test } from "vitest";
import { lint } from "@concors/config/read";
import type { LintCode, SourceFile } from "@concors/config/read";
import { snippets } from "../src/snippets/rows/index.ts";
import { lintable, lintedFiles } from "./linted-files.ts";

function codesOf(files: readonly SourceFile[]): readonly string[] {
  return lint(files)
    .map(({ code }) => code)
    .toSorted();
}

const isServer = (path: string): boolean => !path.endsWith(".js");

/** Ways to write the same. */
const otherwise: Readonly<Record<string, (text: string, path: string) => string>> = {
  "other hosts": (text) =>
    text
      .replaceAll(/app(\\?\.)example(\\?\.)com/g, "shop$1firm$2test")
      .replaceAll(/preview(\\?\.)example(\\?\.)com/g, "stage$1firm$2test"),
  "lines that end with CR LF": (text) => text.replaceAll("\n", "\r\n"),
  "tabs at the start of lines": (text) => text.replaceAll(/^ */gm, "\t\t"),
  "empty lines and comments": (text, path) =>
    text.replaceAll("\n", isServer(path) ? "\n\n# about CORS\n" : "\n\n// about CORS\n"),
  "names of headers in lower case": (text) =>
    text.replaceAll(/Access-Control-[A-Za-z-]+|\bVary\b|\bOrigin\b/g, (name) => name.toLowerCase()),
};

describe.each(Object.entries(otherwise))("a snippet has the same codes with %s", (_, write) => {
  const read = lintable(snippets).map((snippet) => [`${snippet.server}: ${snippet.name}`, snippet] as const);

  test.each(read)("%s", (_name, snippet) => {
    expect(codesOf(lintedFiles(snippet, write))).toEqual([...snippet.lint].toSorted());
  });
});

interface Variation {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly want: readonly LintCode[];
}

/** Snippets with something changed. */
const variations: readonly Variation[] = [
  {
    name: "enable-cors.org with one if for all three methods",
    path: "nginx.conf",
    text: `location /api {
  if ($request_method ~ ^(GET|POST|OPTIONS)$) { add_header Access-Control-Allow-Origin * always; }
  proxy_pass http://127.0.0.1:3000;
}`,
    want: ["methods-missing", "upstream-not-stripped"],
  },
  {
    name: "enable-cors.org with its headers repeated in the if",
    path: "nginx.conf",
    text: `location /api {
  add_header Access-Control-Allow-Origin https://app.example.com always;
  if ($request_method = OPTIONS) {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods "GET, PUT" always;
    return 204;
  }
}`,
    want: ["plain-options-swallowed"],
  },
  {
    name: "the gist with both ends",
    path: "nginx.conf",
    text: String.raw`location / {
  if ($http_origin ~ "^https://(app|www)\.example\.com$") { set $cors $http_origin; }
  add_header Access-Control-Allow-Origin $cors always;
  add_header Vary Origin always;
}`,
    want: [],
  },
  {
    name: "the gist with an end and dots that are any character",
    path: "nginx.conf",
    text: String.raw`location / {
  if ($http_origin ~ "^https://(app.example.com|www.example.com)$") { add_header Access-Control-Allow-Origin $http_origin always; }
  add_header Vary Origin always;
}`,
    want: ["expression-dot-unescaped", "vary-sometimes"],
  },
  {
    name: "a map with a default that is an origin",
    path: "nginx.conf",
    text: String.raw`map $http_origin $allowed { default https://www.example.com; ~^https://[a-z0-9-]+\.example\.com$ $http_origin; }
server { add_header Access-Control-Allow-Origin $allowed always; add_header Vary Origin always; }`,
    want: [],
  },
  {
    name: "a map whose default is what was asked",
    path: "nginx.conf",
    text: `map $http_origin $allowed { default $http_origin; "" "*"; }
server {
  add_header Access-Control-Allow-Origin $allowed always;
  add_header Access-Control-Allow-Credentials true always;
  add_header Vary Origin always;
}`,
    want: ["reflects-any-origin"],
  },
  {
    name: "the application's header hidden",
    path: "nginx.conf",
    text: `location / {
  proxy_pass http://127.0.0.1:3000;
  proxy_hide_header Access-Control-Allow-Origin;
  add_header Access-Control-Allow-Origin "*" always;
}`,
    want: [],
  },
  {
    name: "any subdomain, glued",
    path: "nginx.conf",
    text: String.raw`location / {
  if ($http_origin ~ ^https://.*preview\.example\.com$) { set $o $http_origin; }
  add_header Access-Control-Allow-Origin $o always;
  add_header Vary Origin always;
}`,
    want: ["wildcard-glued"],
  },
  {
    name: "a preflight answered for preflights alone",
    path: "nginx.conf",
    text: `map "$request_method:$http_access_control_request_method" $preflight { default 0; "~^OPTIONS:." 1; }
server {
  add_header Access-Control-Allow-Origin "https://app.example.com" always;
  add_header Access-Control-Allow-Methods "PUT" always;
  if ($preflight) { return 204; }
}`,
    want: [],
  },
  {
    name: "Apache: the end and the dots as they have to be",
    path: "httpd.conf",
    text: String.raw`SetEnvIf Origin "^https://(app|www)\.example\.com$" CORS=$0
Header always set Access-Control-Allow-Origin %{CORS}e env=CORS
Header always merge Vary Origin`,
    want: [],
  },
  {
    name: "Apache: in a virtual host, before an application",
    path: "httpd.conf",
    text: String.raw`<VirtualHost *:80>
  ServerName api.example.net
  SetEnvIf Origin "^https?://app\.example\.com$" CORS=$0
  Header set Access-Control-Allow-Origin %{CORS}e env=CORS
  Header merge Vary Origin
  ProxyPass / http://127.0.0.1:3000/
</VirtualHost>`,
    want: ["headers-missing-on-errors", "scheme-optional"],
  },
  {
    name: "Apache: added, not set, before an application",
    path: "httpd.conf",
    text: `Header add Access-Control-Allow-Origin "*"\nProxyPass / http://127.0.0.1:3000/`,
    want: ["headers-missing-on-errors", "upstream-not-stripped"],
  },
  {
    name: "Apache: 204 with headers for success alone",
    path: ".htaccess",
    text: `Header set Access-Control-Allow-Origin "https://app.example.com"
RewriteEngine On
RewriteCond %{REQUEST_METHOD} ^OPTIONS$
RewriteRule .* - [R=204,L]`,
    want: ["headers-missing-on-errors", "plain-options-swallowed", "preflight-without-headers"],
  },
  {
    name: "Apache: whoever asks, without credentials",
    path: "httpd.conf",
    text: `SetEnvIf Origin "(.+)" CORS=$1
Header always set Access-Control-Allow-Origin %{CORS}e env=CORS
Header always merge Vary Origin`,
    want: ["reflects-without-credentials"],
  },
  {
    name: "Apache: an expression that sends a part",
    path: "httpd.conf",
    text: String.raw`SetEnvIf Origin "https://app\.example\.com" CORS=$0
Header always set Access-Control-Allow-Origin %{CORS}e env=CORS
Header always merge Vary Origin`,
    want: ["expression-sends-a-part"],
  },
  {
    name: "Apache: two origins in one header",
    path: ".htaccess",
    text: `Header always set Access-Control-Allow-Origin "https://a.test https://b.test"`,
    want: ["several-origins"],
  },
  {
    name: "cors: an expression with both ends",
    path: "server.mjs",
    text: String.raw`import cors from "cors";
app.use(cors({ origin: [/^https:\/\/.+\.preview\.example\.com$/], credentials: true }));`,
    want: [],
  },
  {
    name: "cors: a list and an expression without an end",
    path: "server.ts",
    text: String.raw`import cors from "cors";
const origins: (string | RegExp)[] = ["https://app.example.com", /^https:\/\/preview\.example\.com/];
app.use(cors({ origin: origins }));`,
    want: ["expression-without-end"],
  },
  {
    name: "cors: what was asked, by a function",
    path: "server.js",
    text: `const cors = require("cors");
app.use(cors({ credentials: true, origin: (origin, done) => done(null, origin) }));`,
    want: ["reflects-any-origin"],
  },
  {
    name: "by hand: an answer to every OPTIONS",
    path: "server.js",
    text: `app.use((req, res, next) => {
  res.header("Access-Control-Allow-Origin", "https://app.example.com");
  res.header("Access-Control-Allow-Methods", "GET, PUT");
  if (req.method === "OPTIONS") return res.sendStatus(204);
  next();
});`,
    want: ["plain-options-swallowed"],
  },
  {
    name: "by hand: the start of the origin",
    path: "server.js",
    text: `app.use((req, res, next) => {
  const origin = req.headers.origin;
  res.vary("Origin");
  if (origin && origin.startsWith("https://app.example.com")) {
    res.header("Access-Control-Allow-Origin", origin);
    res.header("Access-Control-Allow-Credentials", "true");
  }
  next();
});`,
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "Supabase's headers beside credentials",
    path: "function.ts",
    text: `export const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Credentials": "true",
  "Access-Control-Allow-Headers": "authorization, content-type",
};`,
    want: ["any-origin-with-credentials"],
  },
];

describe("a snippet with something changed", () => {
  test.each(variations)("$name", ({ path, text, want }) => {
    expect(codesOf([{ path, text }])).toEqual([...want].toSorted());
  });
});
