import type { Snippet } from "../snippet.ts";

export const apacheSnippets: readonly Snippet[] = [
  {
    name: "enable-cors.org: one line",
    source:
      "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_apache.html",
    server: "apache",
    policy: "P2",
    files: {
      "cors.conf": `
<IfModule mod_headers.c>
  Header set Access-Control-Allow-Origin "*"
</IfModule>`,
    },
    lint: ["headers-missing-on-errors"],
  },
  {
    name: "StackOverflow: any subdomain, over http too",
    source: "https://stackoverflow.com/questions/56153947/how-does-this-apache-environment-variable-syntax-work",
    server: "apache",
    policy: "P1",
    files: {
      "cors.conf": String.raw`
SetEnvIf Origin "^http(s)?://(.+\.)?(app\.example\.com|preview\.example\.com)$" REQUEST_ORIGIN=$0
Header always set Access-Control-Allow-Origin %{REQUEST_ORIGIN}e env=REQUEST_ORIGIN`,
    },
    lint: ["scheme-optional", "vary-missing"],
  },
  {
    name: "a gist: hosts in one expression, on success alone",
    source: "https://gist.github.com/brianlmoon/2291111c5c69252c85f4",
    server: "apache",
    policy: "P1",
    files: {
      "cors.conf": String.raw`
SetEnvIf Origin "^https?://[^/]*(app|preview)\.example\.com$" ORIGIN=$0
Header set Access-Control-Allow-Origin %{ORIGIN}e env=ORIGIN
Header set Access-Control-Allow-Credentials "true" env=ORIGIN
Header merge Vary Origin`,
    },
    lint: ["wildcard-glued", "scheme-optional", "headers-missing-on-errors"],
  },
  {
    name: "a gist: any subdomain, and 200 for every OPTIONS",
    source: "https://gist.github.com/chales/1d8d868f50bc1cde9fa2",
    server: "apache",
    policy: "P1",
    files: {
      "cors.conf": String.raw`
<IfModule mod_headers.c>
  SetEnvIf Origin "^http(s)?://(.+\.)?(app\.example\.com|preview\.example\.com)$" AllowOrigin=$0
  Header always set Access-Control-Allow-Origin "%{AllowOrigin}e" env=AllowOrigin
  Header merge Vary "Origin"
  Header always append Access-Control-Max-Age "1000"
  Header always append Access-Control-Allow-Headers "Content-Type, Authorization"
  Header always set Access-Control-Allow-Methods "GET, POST, PUT, DELETE, OPTIONS"
  RewriteEngine On
  RewriteCond %{REQUEST_METHOD} OPTIONS
  RewriteRule ^(.*)$ $1 [R=200,L]
</IfModule>`,
    },
    lint: ["scheme-optional", "vary-sometimes", "plain-options-swallowed"],
  },
  {
    name: "a gist: an expression without a start, dots that are any character, and 204",
    source: "https://gist.github.com/tomlankhorst/490e745775d0c5b987f458aa6045e32b",
    server: "apache",
    policy: "P1",
    files: {
      "cors.conf": String.raw`
SetEnvIf Origin "http(s)?://(app.example.com|[a-z.]+.preview.example.com)$" AccessControlAllowOrigin=$0
Header always set Access-Control-Allow-Origin %{AccessControlAllowOrigin}e env=AccessControlAllowOrigin
Header always set Access-Control-Allow-Credentials true
Header always set Access-Control-Allow-Headers "Content-Type, Authorization"
Header always set Access-Control-Allow-Methods "GET, POST, PUT, DELETE, OPTIONS"
Header always set Access-Control-Max-Age "600"
Header always set Access-Control-Expose-Headers "Content-Security-Policy, Location"
Header merge Vary Origin
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=204,L]`,
    },
    lint: ["expression-dot-unescaped", "scheme-optional", "vary-sometimes", "plain-options-swallowed"],
  },
  {
    name: "a gist: www or not, and 200 for every OPTIONS",
    source: "https://gist.github.com/NosearY/59976f29f932b1224b6eada0f0684171",
    server: "apache",
    policy: "P1",
    files: {
      "cors.conf": String.raw`
SetEnvIf Origin "http(s)?://(www\.)?(app.example.com|a.preview.example.com)$" AccessControlAllowOrigin=$0
Header always set Access-Control-Allow-Origin %{AccessControlAllowOrigin}e env=AccessControlAllowOrigin
Header always set Access-Control-Allow-Methods "GET, POST, PUT, DELETE, OPTIONS"
Header always set Access-Control-Allow-Headers "Content-Type, Authorization"
Header always set Access-Control-Expose-Headers "Content-Security-Policy, Location"
Header always set Access-Control-Max-Age "600"
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=200,L]`,
    },
    lint: ["expression-dot-unescaped", "scheme-optional", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "a gist: whoever asks over http or https, with credentials",
    source: "https://gist.github.com/osahner/b8aa7129d4e3819385cba3b79ddc93f6",
    server: "apache",
    policy: "P1",
    files: {
      "cors.conf": String.raw`
SetEnvIf Origin "^http(s)?://.+$" AccessControlAllowOrigin=$0
Header always set Access-Control-Allow-Origin %{AccessControlAllowOrigin}e env=AccessControlAllowOrigin
Header always set Access-Control-Allow-Credentials true env=AccessControlAllowOrigin
Header always set Access-Control-Allow-Methods "GET, POST, PUT, DELETE, OPTIONS"
Header always set Access-Control-Allow-Headers "Content-Type, Authorization"`,
    },
    lint: ["reflects-any-origin", "vary-missing"],
  },
  {
    name: "a blog: hosts without a start, sent whether they matched or not",
    source: "https://blog.csdn.net/flyhorse1010/article/details/110196722",
    server: "apache",
    policy: "P1",
    files: {
      "cors.conf": String.raw`
<IfModule mod_headers.c>
  SetEnvIf Origin "http(s)?://(app.example.com|a.preview.example.com)$" AccessControlAllowOrigin=$0
  Header set Access-Control-Allow-Origin %{AccessControlAllowOrigin}e
  Header set Access-Control-Allow-Headers 'Content-Type, Authorization'
  Header set Access-Control-Expose-Headers 'Authorization, authenticated'
  Header set Access-Control-Allow-Methods 'GET, POST, PUT, DELETE, OPTIONS'
  Header set Access-Control-Allow-Credentials 'true'
</IfModule>`,
    },
    lint: [
      "expression-dot-unescaped",
      "scheme-optional",
      "origin-never-sent",
      "headers-missing-on-errors",
      "vary-missing",
    ],
  },
  {
    name: "a paste: for everybody, and 200 for every OPTIONS",
    source: "https://pastebin.com/2J2geZvd",
    server: "apache",
    policy: "P2",
    files: {
      "cors.conf": String.raw`
Header always set Access-Control-Allow-Origin "*"
Header always set Access-Control-Allow-Methods "GET, POST, OPTIONS"
Header always set Access-Control-Max-Age "1"
Header always set Access-Control-Allow-Headers "Content-Type"
RewriteEngine On
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=200,L]`,
    },
    lint: ["plain-options-swallowed"],
  },
  {
    name: "a gist for .htaccess: for everybody, and 200 for every OPTIONS",
    source: "https://gist.github.com/greenpeas/73a58228f6ae24000293df8962437ec7",
    server: "apache-htaccess",
    policy: "P2",
    files: {
      ".htaccess": String.raw`
RewriteEngine On
Header always add Access-Control-Allow-Origin "*"
Header always add Access-Control-Allow-Headers "*"
RewriteCond %{REQUEST_METHOD} OPTIONS
RewriteRule ^(.*)$ $1 [R=200,L]`,
    },
    lint: ["plain-options-swallowed"],
  },
  {
    name: "a gist for .htaccess: the headers alone",
    source: "https://gist.github.com/maxparm/3105526",
    server: "apache-htaccess",
    policy: "P2",
    files: {
      ".htaccess": String.raw`
Header add Access-Control-Allow-Origin "*"
Header add Access-Control-Allow-Methods: "GET, POST, OPTIONS"
Header add Access-Control-Allow-Headers: "Content-Type"
RewriteEngine on
RewriteBase /`,
    },
    lint: ["headers-missing-on-errors"],
  },
];
