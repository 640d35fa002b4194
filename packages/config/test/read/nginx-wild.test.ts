import { describe, expect, test } from "vitest";
import { importSite, lint } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { applyPatch } from "./apply-patch.ts";

/** Snippets as they are published, with hosts of examples. Each has exactly these codes. */
const rows: readonly { name: string; text: string; want: readonly LintCode[] }[] = [
  {
    name: "enable-cors.org: three ifs, and nothing for other methods",
    text: `location / {
     if ($request_method = 'OPTIONS') {
        add_header 'Access-Control-Allow-Origin' '*';
        add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
        add_header 'Access-Control-Allow-Headers' 'DNT,User-Agent,X-Requested-With,Content-Type,Range';
        add_header 'Access-Control-Max-Age' 1728000;
        add_header 'Content-Type' 'text/plain; charset=utf-8';
        add_header 'Content-Length' 0;
        return 204;
     }
     if ($request_method = 'POST') {
        add_header 'Access-Control-Allow-Origin' '*' always;
        add_header 'Access-Control-Expose-Headers' 'Content-Length,Content-Range' always;
     }
     if ($request_method = 'GET') {
        add_header 'Access-Control-Allow-Origin' '*' always;
        add_header 'Access-Control-Expose-Headers' 'Content-Length,Content-Range' always;
     }
}`,
    want: ["methods-missing", "plain-options-swallowed"],
  },
  {
    name: "several origins by an expression without an end: the if's own headers are all that the preflight has",
    text: `server {
  location / {
    set $cors "";
    if ($http_origin ~* ^https?://(.+\\.)?example\\.com) { set $cors $http_origin; }
    add_header Access-Control-Allow-Origin $cors always;
    add_header Vary Origin always;
    if ($request_method = OPTIONS) {
      add_header Access-Control-Max-Age 1728000;
      return 204;
    }
    proxy_pass http://127.0.0.1:8080;
  }
}`,
    want: [
      "expression-without-end",
      "scheme-optional",
      "headers-lost-in-block",
      "preflight-without-headers",
      "upstream-not-stripped",
      "vary-sometimes",
      "case-ignored",
      "plain-options-swallowed",
    ],
  },
  {
    name: "the gist: a host somewhere in the origin, with credentials",
    text: `location / {
  if ($http_origin ~* (app.example.com)) {
    add_header 'Access-Control-Allow-Origin' "$http_origin";
    add_header 'Access-Control-Allow-Credentials' 'true';
  }
  proxy_pass http://127.0.0.1:8080;
}`,
    want: [
      "expression-dot-unescaped",
      "expression-without-end",
      "expression-without-start",
      "headers-missing-on-errors",
      "upstream-not-stripped",
      "vary-missing",
      "case-ignored",
    ],
  },
  {
    name: "whoever asks, with credentials",
    text: `location / {
  add_header Access-Control-Allow-Origin $http_origin always;
  add_header Access-Control-Allow-Credentials true always;
  if ($request_method = OPTIONS) { return 204; }
}`,
    want: ["reflects-any-origin", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "whoever asks, without credentials, is the star in other words",
    text: `add_header Access-Control-Allow-Origin $http_origin always; add_header Vary Origin always;`,
    want: ["reflects-without-credentials"],
  },
  {
    name: "a map without anchors, on success alone",
    text: `map $http_origin $cors {
  default "";
  "~https?://(www\\.)?example\\.com" $http_origin;
}
server {
  add_header Access-Control-Allow-Origin $cors;
  add_header Access-Control-Allow-Methods "GET, POST";
  location / { proxy_pass http://127.0.0.1:8080; }
}`,
    want: [
      "expression-without-end",
      "scheme-optional",
      "headers-missing-on-errors",
      "preflight-not-answered",
      "upstream-not-stripped",
      "vary-missing",
    ],
  },
  {
    name: "a map of plain texts, which nginx compares without minding the case",
    text: `map $http_origin $cors { default ""; "https://app.example.com" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;
add_header Vary Origin always;`,
    want: ["case-ignored"],
  },
  {
    name: "one origin for everybody who is none of the others",
    text: `map $http_origin $cors { default "https://app.example.com"; "~^https://.+\\.example.com$" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;`,
    want: ["expression-dot-unescaped", "vary-missing"],
  },
  {
    name: "one origin for everybody needs no Vary",
    text: `server { root /srv; add_header Access-Control-Allow-Origin "https://app.example.com" always; }`,
    want: [],
  },
  {
    name: "one origin for everybody but some does",
    text: String.raw`map $http_origin $cors { default "https://app.example.com"; "~^https://www\.example\.com$" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;`,
    want: ["vary-missing"],
  },
  {
    name: "ingress-nginx as it was: conditions that add up",
    text: `server {
  location / {
    set $cors '';
    if ($http_origin ~ '^https://(www\\.example\\.com|.*\\.preview\\.example\\.com)') { set $cors 'true'; }
    if ($request_method = 'OPTIONS') { set $cors "\${cors}options"; }
    if ($cors = "true") {
      add_header 'Access-Control-Allow-Origin' "$http_origin" always;
      add_header 'Access-Control-Allow-Credentials' 'true' always;
    }
    if ($cors = "trueoptions") {
      add_header 'Access-Control-Allow-Origin' "$http_origin" always;
      add_header 'Access-Control-Allow-Methods' 'GET, POST';
      return 204;
    }
    root /srv/www;
  }
}`,
    want: ["expression-without-end", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "a location with a header of its own forgets those of the server",
    text: `server {
  root /srv;
  add_header Access-Control-Allow-Origin "*" always;
  location /assets/ { add_header X-Frame-Options DENY; }
}`,
    want: ["headers-lost-in-block"],
  },
  {
    name: "unless headers are merged",
    text: `server {
  root /srv;
  add_header_inherit merge;
  add_header Access-Control-Allow-Origin "*" always;
  location /assets/ { add_header X-Frame-Options DENY; }
}`,
    want: [],
  },
  {
    name: "an expression without a start that begins with the scheme lets nothing in that can be sent",
    text: `map $http_origin $cors { "~https://app\\.example\\.com$" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;
add_header Vary Origin always;`,
    want: ["expression-not-anchored"],
  },
  {
    name: "a wildcard without its dot takes what is glued to the host",
    text: `map $http_origin $cors { "~^https://.*example\\.com$" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;
add_header Vary Origin always;`,
    want: ["wildcard-glued"],
  },
  {
    name: "a wildcard of any characters with its dot takes subdomains alone, of all that a browser can send",
    text: `map $http_origin $cors { "~^https://.+\\.example\\.com$" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;
add_header Vary Origin always;`,
    want: [],
  },
  {
    name: "any https origin is any origin of a page",
    text: `map $http_origin $cors { "~^https?://.*" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;
add_header Access-Control-Allow-Credentials true always;
add_header Vary Origin always;`,
    want: ["reflects-any-origin"],
  },
  {
    name: "http of one's own computer is on nobody's way",
    text: `map $http_origin $cors { "~^https?://localhost(:[0-9]+)?$" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;
add_header Vary Origin always;`,
    want: [],
  },
  {
    name: "an address of a sandboxed frame",
    text: `map $http_origin $cors { "~^(null|https://app\\.example\\.com)$" $http_origin; }
add_header Access-Control-Allow-Origin $cors always;
add_header Vary Origin always;`,
    want: ["null-allowed"],
  },
  {
    name: "the star beside credentials",
    text: `location /api/ {
  add_header Access-Control-Allow-Origin * always;
  add_header Access-Control-Allow-Credentials true always;
}`,
    want: ["any-origin-with-credentials"],
  },
  {
    name: "two origins in one header",
    text: `add_header Access-Control-Allow-Origin "https://a.test, https://b.test" always;`,
    want: ["several-origins"],
  },
  {
    name: "an origin has no slash at its end",
    text: `add_header Access-Control-Allow-Origin "https://app.example.com/" always;`,
    want: ["origin-never-sent"],
  },
  {
    name: "merged with a line of its own, the header is there twice",
    text: `server {
  root /srv;
  add_header_inherit merge;
  add_header Access-Control-Allow-Origin "*" always;
  location / { add_header Access-Control-Allow-Origin "*" always; }
}`,
    want: ["two-layers"],
  },
  {
    name: "the answer to a preflight is the application's, behind a password",
    text: `server {
  location / {
    auth_basic "members";
    proxy_pass http://127.0.0.1:8080;
    proxy_hide_header Access-Control-Allow-Origin;
    add_header Access-Control-Allow-Origin "https://app.example.com" always;
    add_header Access-Control-Allow-Methods "PUT" always;
  }
}`,
    want: ["preflight-after-authentication"],
  },
  {
    name: "Vary where an if is met alone",
    text: `location / {
  if ($http_origin ~ ^https://app\\.example\\.com$) {
    add_header Access-Control-Allow-Origin $http_origin always;
    add_header Vary Origin always;
  }
}`,
    want: ["vary-sometimes"],
  },
  {
    name: "who may read is told by the answers that pages read, though every preflight is granted",
    text: `location / {
  if ($http_origin ~ ^https://app\\.example\\.com) { set $cors yes; }
  if ($cors = yes) {
    add_header Access-Control-Allow-Origin $http_origin always;
    add_header Access-Control-Allow-Credentials true always;
    add_header Vary Origin always;
  }
  if ($request_method = OPTIONS) {
    add_header Access-Control-Allow-Origin $http_origin always;
    return 204;
  }
}`,
    want: ["expression-without-end", "vary-sometimes", "plain-options-swallowed"],
  },
  {
    name: "an origin that is refused reads nothing, whatever the refusal says",
    text: `location / {
  if ($http_origin !~ '^https://(www\\.)?example\\.com$') { return 403; }
  add_header Access-Control-Allow-Origin $http_origin always;
  add_header Access-Control-Allow-Credentials true always;
  add_header Vary Origin always;
}`,
    want: [],
  },
  {
    name: "nginx does not start with headers in an if of a server",
    text: `server {
  if ($request_method = OPTIONS) {
    add_header Access-Control-Allow-Origin "*";
    add_header Access-Control-Allow-Methods "PUT";
    return 204;
  }
  location / { proxy_pass http://127.0.0.1:8080; }
}`,
    want: ["not-allowed-here"],
  },
  {
    name: "an if of a server that adds another header loses nothing: nginx does not start with it either",
    text: `server {
  root /srv;
  add_header Access-Control-Allow-Origin "*" always;
  if ($request_method = TRACE) { add_header X-A b; return 405; }
}`,
    want: [],
  },
  {
    name: "an if that forgets the headers is where they are missing, and not the lines around it",
    text: `server {
  add_header Access-Control-Allow-Origin "*" always;
  location /reports/ {
    root /srv;
    if ($request_method = GET) { add_header Cache-Control public; }
  }
}`,
    want: ["headers-lost-in-block"],
  },
  {
    name: "where every request is refused, no preflight is missed",
    text: `server {
  add_header Access-Control-Allow-Origin "*" always;
  add_header Access-Control-Allow-Methods "PUT" always;
  location / {
    if ($request_method = OPTIONS) { return 204; }
  }
  location /internal/ { return 403; }
}`,
    want: ["plain-options-swallowed"],
  },
  {
    name: "of two lines of headers-more the last has the say, and one for errors is for errors",
    text: `location / {
  more_set_headers "Access-Control-Allow-Origin: *";
  more_set_headers "Access-Control-Allow-Origin: https://app.example.com";
  more_set_headers -s "404 500" "Access-Control-Allow-Origin: https://www.example.com";
}`,
    want: [],
  },
  {
    name: "headers-more for some statuses alone",
    text: `location / { more_set_headers -s '200 204' 'Access-Control-Allow-Origin: *'; }`,
    want: ["headers-missing-on-errors"],
  },
  {
    name: "a server that says nothing about CORS",
    text: `server { listen 80; location / { proxy_pass http://127.0.0.1:8080; add_header X-A b; } }`,
    want: [],
  },
];

describe("nginx as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    const codes = lint([{ path: "nginx.conf", text }]).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });

  test("a part of nginx may be called .cfg", () => {
    const text = `if ($http_origin = "https://app.example.com") {\n  add_header Access-Control-Allow-Origin $http_origin;\n}`;
    expect(importSite([{ path: "cors.cfg", text }]).site).toEqual({
      fallback: { origins: ["https://app.example.com"] },
    });
  });

  test("no more is taken over than what pages may read", () => {
    const origins = (text: string): unknown => {
      const { site } = importSite([{ path: "nginx.conf", text }]);
      return site !== null && typeof site.fallback === "object" ? site.fallback.origins : site?.fallback;
    };
    expect(
      origins(`location / {
  if ($http_origin = "https://app.example.com") { add_header Access-Control-Allow-Origin $http_origin; }
  if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin "*"; return 204; }
}`),
    ).toEqual(["https://app.example.com"]);
    expect(
      origins(`if ($http_origin !~ "^https://app\\.example\\.com$") { return 403; }
add_header Access-Control-Allow-Origin $http_origin always;`),
    ).toEqual(["https://app.example.com"]);
  });

  test("methods are those of the preflights that are granted", () => {
    const text = `location / {
  add_header Access-Control-Allow-Origin "*";
  set $preflight $request_method;
  if ($http_access_control_request_method ~ "^(GET|PUT)$") { set $preflight "\${preflight}GRANTED"; }
  if ($preflight = OPTIONS) { return 400; }
  if ($preflight = OPTIONSGRANTED) {
    add_header Access-Control-Allow-Origin "*";
    add_header Access-Control-Allow-Methods "GET, PUT";
    return 204;
  }
}`;
    expect(importSite([{ path: "nginx.conf", text }]).site).toEqual({
      fallback: { origins: "*", methods: ["GET", "PUT"] },
    });
  });

  test("an expression that has no end is shown by a host that anybody can have", () => {
    const text = `location / {
  if ($http_origin ~ "^http://(localhost:3000|localhost)") { add_header Access-Control-Allow-Origin $http_origin; }
}`;
    const { message } = lint([{ path: "nginx.conf", text }]).find(({ code }) => code === "expression-without-end")!;
    expect(message).toContain("http://localhost.evil.test");
  });

  test("a patch keeps the quotes that the file has", () => {
    const text = `if ($http_origin ~ '^https://app.example\\.com$') { add_header Access-Control-Allow-Origin $http_origin; }`;
    const { patch } = lint([{ path: "nginx.conf", text }]).find(({ code }) => code === "expression-dot-unescaped")!;
    expect(applyPatch(text, patch!)).toBe(text.replace("app.", String.raw`app\.`));
  });

  test("an expression for a host with two dots has no patch: one of them is meant to be something else", () => {
    const text = `if ($http_origin ~ "^https://(www\\.example\\.com|app.\\.example\\.com)$") { add_header Access-Control-Allow-Origin $http_origin; }`;
    const { patch } = lint([{ path: "nginx.conf", text }]).find(({ code }) => code === "expression-dot-unescaped")!;
    expect(patch).toBeUndefined();
  });

  test("two lines for two origins mean both of them", () => {
    const line = (origin: string): string => `add_header Access-Control-Allow-Origin "${origin}" always;`;
    const said = (...origins: readonly string[]): string =>
      lint([{ path: "nginx.conf", text: origins.map(line).join("\n") }])[0]!.message;
    expect(said("https://a.test", "https://b.test")).toContain("compare the request's origin with a list");
    expect(said("https://a.test", "https://a.test")).toContain("set it in one place");
    expect(said("*", "https://a.test")).toContain("set it in one place");
  });
});
