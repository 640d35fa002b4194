import { describe, expect, test } from "vitest";
import { importSite, lint, ReadError } from "@concors/config/read";
import { generate } from "@concors/config";

const files = [
  { path: "etc/nginx/nginx.conf", text: `http {\n  include mime.types;\n  include conf.d/*.conf;\n}` },
  {
    path: "etc/nginx/conf.d/site.conf",
    text: `server {
  root /srv/www;
  include snippets/cors.inc;
  location /admin/ { add_header Cache-Control no-store; }
  location = /health { return 200; }
  location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; add_header X-A b; include other/secret.conf; }
}`,
  },
  {
    path: "etc/nginx/snippets/cors.inc",
    text: `add_header Access-Control-Allow-Origin "https://app.example.com";`,
    dialect: "nginx",
  },
];

describe("files of one server", () => {
  test("are read as one, and findings are in the file that they are about", () => {
    const found = lint(files).map(({ code, path, span }) => [code, path, span.line]);
    expect(found).toEqual([
      ["headers-lost-in-block", "etc/nginx/conf.d/site.conf", 4],
      ["headers-lost-in-block", "etc/nginx/conf.d/site.conf", 6],
      ["headers-missing-on-errors", "etc/nginx/snippets/cors.inc", 1],
    ]);
  });

  test("a location that forgets the headers has no policy, and one that a site cannot say is told of", () => {
    const { site, unseen } = importSite(files);
    expect(site).toEqual({
      routes: [{ prefix: "/admin", policy: "none" }],
      fallback: { origins: ["https://app.example.com"] },
    });
    expect(unseen.map(({ why }) => why)).toEqual([
      "other/secret.conf is included and was not given.",
      String.raw`location ~ \.php$ is no path that a site can have a policy for: what it says is left out.`,
    ]);
  });

  test("a variable that none of the files gives a value is told of, and no part of a value is taken for all of it", () => {
    const text = `server {
  add_header Access-Control-Allow-Origin $cors;
  location /own/ { add_header Access-Control-Allow-Origin "$scheme://$host"; }
  location /again/ { add_header Access-Control-Allow-Origin $cors always; }
}`;
    const alone = importSite([{ path: "site.conf", text }]);
    expect(alone).toMatchObject({
      site: null,
      findings: [],
      unseen: [
        { span: { line: 2 }, why: "What $cors is, is not told by these files." },
        { span: { line: 3 }, why: "What $host is, is not told by these files." },
      ],
    });
    const map = { path: "maps.conf", text: `map $http_origin $cors { "https://app.example.com" $http_origin; }` };
    const { unseen } = importSite([map, { path: "site.conf", text: text.replace("$scheme://$host", "$cors") }]);
    expect(unseen).toEqual([]);
  });

  test("of locations that say what all the rest says, nothing is told", () => {
    const text = `server {
  add_header Access-Control-Allow-Origin "https://app.example.com" always;
  location /docs { root /srv; }
  location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; }
  location @fallback { proxy_pass http://127.0.0.1:8080; }
}`;
    expect(importSite([{ path: "site.conf", text }]).unseen).toEqual([]);
    const other = text.replace("root /srv;", "add_header Cache-Control no-store;");
    expect(importSite([{ path: "site.conf", text: other }]).unseen.map(({ why }) => why)).toEqual([
      "location /docs takes /docsx too, which a prefix of a site does not.",
      String.raw`location ~ \.php$ is no path that a site can have a policy for: what it says is left out.`,
      "location @fallback is no path that a site can have a policy for: what it says is left out.",
    ]);
  });

  test("a file that is in no language that is read is told of", () => {
    expect(importSite([{ path: "notes.txt", text: "CORS" }])).toEqual({
      site: null,
      findings: [],
      unseen: [{ path: "notes.txt", span: null, why: "This file is in no language that is read here." }],
    });
  });

  test.each([
    "{{ if .Env.CORS }}\nadd_header A b;\n{{ end }}",
    "server {\n{% if cors %}\nadd_header A b;\n{% endif %}\n}",
  ])("a template is told from a mistake: %j", (text) => {
    expect(() => lint([{ path: "site.conf", text }])).toThrow("this is a template, which has to be rendered first");
  });

  test("a language that is not known is refused", () => {
    expect(() => lint([{ path: "x", text: "", dialect: "tomcat" }])).toThrow(
      '"tomcat" is no language that is read; there are javascript,',
    );
  });

  test.each([
    ["server {\n  listen 80;", "nginx.conf:2:13: a block has no closing brace"],
    ["add_header Vary Origin", "nginx.conf:1:23: a directive has no semicolon"],
    ["add_header Vary 'Origin;\n", "nginx.conf:2:1: a quote is not closed"],
    ["}", "nginx.conf:1:1: a closing brace has no block"],
  ])("%j cannot be parsed", (text, message) => {
    expect(() => lint([{ path: "nginx.conf", text, dialect: "nginx" }])).toThrow(ReadError);
    expect(() => lint([{ path: "nginx.conf", text, dialect: "nginx" }])).toThrow(message);
  });
});

test("300 origins are read back", () => {
  const origins = Array.from({ length: 300 }, (_, index) => `https://app${index}.example.com` as const);
  for (const target of ["nginx"] as const) {
    const { site, findings } = importSite(generate(target, { origins }).files);
    expect(site).toEqual({ fallback: { origins } });
    expect(findings).toEqual([]);
  }
});
