import { cgiApplication, phpApplication } from "../serve.ts";
import type { Row } from "../serve.ts";

const load = (...names: readonly string[]): string =>
  names.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join("");

const gzip = [["Accept-Encoding", "gzip"]] as const;
const both = ["Accept-Encoding", "Origin"];
const files = { "files/a.txt": "0123456789", "files/index.html": "index", "error.html": "missing" };

const fileAnswers: Row["answers"] = [
  { path: "/files/a.txt", status: 200 },
  { path: "/files/a.txt", status: 206, headerList: [["Range", "bytes=0-3"]], has: { "Content-Range": /0-3\/10/ } },
  { path: "/files/a.txt", status: 416, headerList: [["Range", "bytes=20-"]] },
  { path: "/files/a.txt", status: 304, headerList: [["If-None-Match", "*"]] },
  { path: "/files/none.txt", status: 404 },
  { path: "/files/", status: 200 },
  { path: "/files", status: 301 },
  { path: "/files/a.txt", status: 405, method: "PUT" },
  { path: "/files/a.txt", status: 200, method: "OPTIONS" },
];

const phpAnswers: Row["answers"] = [
  { path: "/app.php", status: 200, vary: both, has: { "X-Upstream": /php/ } },
  { path: "/app.php?status=500", status: 500, vary: both },
  { path: "/app.php", status: 200, method: "OPTIONS", vary: both, has: { "X-Upstream": /php/ } },
];

const cgiAnswers: Row["answers"] = [
  { path: "/cgi/app.sh", status: 200, vary: both, has: { "X-Upstream": /cgi/ } },
  { path: "/cgi/app.sh?500", status: 500, vary: both, has: { "X-Upstream": /cgi/ } },
  { path: "/cgi/app.sh", status: 200, method: "OPTIONS", vary: both, has: { "X-Upstream": /cgi/ } },
];

const cgiFolder = "<Directory {folder}/site/cgi>\nOptions +ExecCGI\n</Directory>\n";

const caching = load("cache", "cache_socache", "socache_shmcb");
const cached =
  "CacheEnable socache /\nCacheSocache shmcb\nCacheDefaultExpire 60\nCacheIgnoreNoLastMod On\nCacheHeader On\n";

/** Of a virtual host. */
export const vhost: Readonly<Record<string, Row>> = {
  "files, whole, in part, unchanged and missing": {
    facts: { upstream: "static" },
    around: load("dir"),
    own: "ProxyPass /files !\nErrorDocument 404 /error.html\nProxyPass /error.html !",
    site: files,
    answers: fileAnswers,
    preflights: ["/files/a.txt", "/files/none.txt"],
  },
  "a body that is too large": {
    around: load("cgi"),
    own: "LimitRequestBody 1000\nProxyPass /cgi !\nScriptAlias /cgi/ {folder}/site/cgi/",
    site: { "cgi/app.sh": cgiApplication },
    answers: [{ path: "/cgi/app.sh", status: 413, method: "POST", body: "a".repeat(2000) }],
    preflights: ["/cgi/app.sh"],
  },
  compression: {
    around: load("deflate"),
    own: "SetOutputFilter DEFLATE\nProxyPass /files !",
    site: { "files/a.txt": "a".repeat(4000) },
    answers: [
      { path: "/files/a.txt", status: 200, headerList: gzip, vary: both, has: { "Content-Encoding": /gzip/ } },
      { path: "/files/a.txt", status: 200, vary: both },
    ],
    preflights: ["/files/a.txt"],
  },
  "a cache that another origin has warmed": {
    around: caching,
    own: cached,
    first: "/own-reflect",
    answers: [{ path: "/own-reflect", status: 200, has: { "X-Cache": /from/ } }],
    preflights: ["/own-reflect"],
  },
  "a cache that another origin has warmed, later among the handlers": {
    around: caching,
    own: `${cached}CacheQuickHandler Off`,
    first: "/own-reflect",
    answers: [{ path: "/own-reflect", status: 200 }],
    preflights: ["/own-reflect"],
  },
  "a location with a header of its own": {
    own: "<LocationMatch ^/own>\nHeader set X-Own 1\nHeader always set X-Own-Always 1\n</LocationMatch>",
    answers: [
      { path: "/own-reflect", status: 200, has: { "X-Own": /1/, "X-Own-Always": /1/ } },
      { path: "/own-error", status: 500 },
    ],
    preflights: ["/own-reflect"],
  },
  "an application behind FastCGI": {
    facts: { upstream: "fastcgi" },
    around: `${load("proxy_fcgi")}ProxyFCGIBackendType GENERIC`,
    own: 'ProxyPassMatch "^/(.*\\.php)$" "fcgi://127.0.0.1:{php}{folder}/site/$1"',
    site: { "app.php": phpApplication },
    answers: phpAnswers,
    preflights: ["/app.php"],
  },
  "a CGI script, whose headers are in the other table": {
    facts: { upstream: "cgi" },
    around: load("cgi"),
    own: `ProxyPass /cgi !\nScriptAlias /cgi/ {folder}/site/cgi/\n`,
    site: { "cgi/app.sh": cgiApplication },
    answers: cgiAnswers,
    preflights: ["/cgi/app.sh"],
  },
  "error pages in the place of the application's": {
    own: "ProxyErrorOverride On\nErrorDocument 404 /error.html\nErrorDocument 500 sorry\nProxyPass /error.html !",
    site: files,
    answers: [
      { path: "/status-404", status: 404 },
      { path: "/own-error", status: 500 },
    ],
    preflights: ["/status-404"],
  },
  "an application that takes too long": {
    own: "ProxyPass /slow http://127.0.0.1:{slow}/ timeout=1 retry=0",
    answers: [{ path: "/slow", status: 502 }],
    preflights: ["/slow"],
  },
  "what is forbidden, and what has moved": {
    own: "ErrorDocument 403 /error.html\nProxyPass /error.html !\n<Location /no>\nRequire all denied\n</Location>\nRedirect 307 /moved /ok\nProxyPass /moved !",
    answers: [
      { path: "/no", status: 403 },
      { path: "/moved", status: 307 },
    ],
    site: files,
    preflights: ["/no", "/moved"],
  },
  "paths that are mapped early": {
    own: 'ProxyPass "/servlet" "http://127.0.0.1:{upstream}" mapping=servlet\nProxyPass "/encoded" "http://127.0.0.1:{upstream}" mapping=encoded',
    answers: [
      { path: "/servlet/own-reflect", status: 200 },
      { path: "/encoded/own-reflect", status: 200 },
    ],
    preflights: ["/servlet/own-reflect", "/encoded/own-reflect"],
  },
  "rewrite rules of the site": {
    own: "RewriteRule ^/old$ /ok [R=302,L]\nRequestHeader unset Origin",
    answers: [
      { path: "/old", status: 302 },
      { path: "/ok", status: 200 },
    ],
    preflights: ["/old"],
  },
};

/** Of a folder's own file. */
export const htaccess: Readonly<Record<string, Row>> = {
  "files, whole, in part, unchanged and missing": {
    facts: { upstream: "static" },
    around: load("dir"),
    own: "RewriteRule ^(?:files|error) - [END]\nErrorDocument 404 /error.html",
    site: files,
    answers: fileAnswers,
    preflights: ["/files/a.txt", "/files/none.txt"],
  },
  compression: {
    around: load("deflate"),
    own: "SetOutputFilter DEFLATE\nRewriteRule ^files/ - [END]",
    site: { "files/a.txt": "a".repeat(4000) },
    answers: [
      { path: "/files/a.txt", status: 200, headerList: gzip, vary: both, has: { "Content-Encoding": /gzip/ } },
      { path: "/files/a.txt", status: 200, vary: both },
    ],
    preflights: ["/files/a.txt"],
  },
  "an application behind FastCGI": {
    facts: { upstream: "fastcgi" },
    around: `${load("proxy_fcgi")}ProxyFCGIBackendType GENERIC`,
    own: '<FilesMatch "\\.php$">\nSetHandler "proxy:fcgi://127.0.0.1:{php}"\n</FilesMatch>\nRewriteRule \\.php$ - [END]',
    site: { "app.php": phpApplication },
    answers: phpAnswers,
    preflights: ["/app.php"],
  },
  "a CGI script, whose headers are in the other table": {
    facts: { upstream: "cgi" },
    around: load("cgi") + cgiFolder,
    own: '<FilesMatch "\\.sh$">\nSetHandler cgi-script\n</FilesMatch>\nRewriteRule ^cgi/ - [END]',
    site: { "cgi/app.sh": cgiApplication },
    answers: cgiAnswers,
    preflights: ["/cgi/app.sh"],
  },
  "a body that is too large": {
    facts: { upstream: "cgi" },
    around: load("cgi") + cgiFolder.replace("</", "LimitRequestBody 1000\n</"),
    own: '<FilesMatch "\\.sh$">\nSetHandler cgi-script\n</FilesMatch>\nRewriteRule ^cgi/ - [END]',
    site: { "cgi/app.sh": cgiApplication },
    answers: [{ path: "/cgi/app.sh", status: 413, method: "POST", body: "a".repeat(2000) }],
    preflights: ["/cgi/app.sh"],
  },
  "a file that asks for a password": {
    facts: { upstream: "static" },
    own: "RewriteRule ^(?:private|error.html)$ - [END]\nErrorDocument 401 /error.html\nErrorDocument 403 /error.html",
    site: { private: "kept", ...files },
    answers: [{ path: "/private", status: 401 }],
    preflights: ["/private"],
  },
  "headers of the folder's own": {
    own: "Header set X-Own 1\nHeader append Vary Accept",
    answers: [{ path: "/own-reflect", status: 200, vary: ["Accept", "Origin"], has: { "X-Own": /1/ } }],
    preflights: ["/own-reflect"],
  },
};
