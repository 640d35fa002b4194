import { phpApplication } from "../serve.ts";
import type { Row } from "../serve.ts";

const gzip = [["Accept-Encoding", "gzip"]] as const;
const file = { "files/a.txt": "0123456789" };
const php = String.raw`
location ~ \.php$ {
  fastcgi_pass 127.0.0.1:{php};
  fastcgi_param SCRIPT_FILENAME {folder}/site$fastcgi_script_name;
  fastcgi_param REQUEST_METHOD $request_method;
  fastcgi_param QUERY_STRING $query_string;
  fastcgi_param REDIRECT_STATUS 200;
}`;

export const rows: Readonly<Record<string, Row>> = {
  "files, whole, in part, unchanged and missing": {
    facts: { upstream: "static" },
    own: "location /files/ { root {folder}/site; }",
    site: file,
    answers: [
      { path: "/files/a.txt", status: 200 },
      { path: "/files/a.txt", status: 206, headerList: [["Range", "bytes=0-3"]], has: { "Content-Range": /0-3\/10/ } },
      { path: "/files/a.txt", status: 416, headerList: [["Range", "bytes=20-"]] },
      { path: "/files/a.txt", status: 304, headerList: [["If-None-Match", "*"]] },
      { path: "/files/none.txt", status: 404 },
      { path: "/files/a.txt", status: 405, method: "PUT" },
    ],
    preflights: ["/files/a.txt", "/files/none.txt"],
  },
  "a body that is too large": {
    answers: [{ path: "/ok", status: 413, method: "POST", body: "a".repeat(2000) }],
    preflights: ["/ok"],
  },
  "compression, beside what the application says itself": {
    own: "gzip on; gzip_vary on; gzip_min_length 1; gzip_types *;",
    answers: [
      { path: "/own-reflect", status: 200, headerList: gzip, vary: ["Accept-Encoding", "Origin"] },
      { path: "/own-star", status: 200, vary: ["Accept-Encoding", "Origin"] },
    ],
    preflights: ["/ok"],
  },
  "a cache that another origin has warmed": {
    around: "proxy_cache_path {folder}/cache keys_zone=answers:1m;",
    own: "proxy_cache answers; proxy_cache_valid any 1m; add_header X-Cache $upstream_cache_status always;",
    first: "/own-reflect",
    answers: [{ path: "/own-reflect", status: 200, has: { "X-Cache": /HIT/ } }],
    preflights: ["/own-reflect"],
  },
  "a cached error": {
    around: "proxy_cache_path {folder}/cache keys_zone=answers:1m;",
    own: "proxy_cache answers; proxy_cache_valid any 1m; add_header X-Cache $upstream_cache_status always;",
    first: "/status-404",
    answers: [{ path: "/status-404", status: 404, has: { "X-Cache": /HIT/ } }],
    preflights: ["/status-404"],
  },
  "a location with a header of its own": {
    own: "location /own { add_header X-Own 1; include cors-headers.conf; proxy_pass http://127.0.0.1:{upstream}; }",
    answers: [
      { path: "/own-reflect", status: 200, has: { "X-Own": /1/ } },
      { path: "/own-error", status: 500 },
    ],
    preflights: ["/own-reflect"],
  },
  "an application behind FastCGI": {
    facts: { upstream: "fastcgi" },
    own: php,
    site: { "app.php": phpApplication },
    answers: [
      { path: "/app.php", status: 200, vary: ["Accept-Encoding", "Origin"], has: { "X-Upstream": /php/ } },
      { path: "/app.php?status=500", status: 500, vary: ["Accept-Encoding", "Origin"] },
      {
        path: "/app.php",
        status: 200,
        method: "OPTIONS",
        vary: ["Accept-Encoding", "Origin"],
        has: { "X-Upstream": /php/ },
      },
      { path: "/none.php", status: 404 },
    ],
    preflights: ["/app.php"],
  },
  "error pages": {
    own: `
proxy_intercept_errors on;
error_page 404 /error.html;
error_page 500 = @fallback;
location = /error.html { root {folder}/site; internal; }
location @fallback { return 503; }`,
    site: { "error.html": "missing" },
    answers: [
      { path: "/status-404", status: 404 },
      { path: "/own-error", status: 503 },
    ],
    preflights: ["/status-404"],
  },
  "an application that takes too long": {
    own: "location = /slow { proxy_pass http://127.0.0.1:{slow}; proxy_read_timeout 50ms; }",
    answers: [{ path: "/slow", status: 504 }],
    preflights: ["/slow"],
  },
  "too many requests": {
    around: "limit_req_zone $request_uri zone=few:1m rate=1r/m;",
    own: "location = /few { limit_req zone=few; limit_req_status 429; proxy_pass http://127.0.0.1:{upstream}; }",
    first: "/few",
    answers: [{ path: "/few", status: 429 }],
    preflights: ["/few"],
  },
  "what is forbidden, and what has moved": {
    own: "location /no { deny all; } location /moved { return 308 /ok; }",
    answers: [
      { path: "/no", status: 403 },
      { path: "/moved", status: 308 },
    ],
    preflights: ["/no", "/moved"],
  },
};
