import { phpApplication } from "../serve.ts";
import type { Row } from "../serve.ts";

const gzip = [["Accept-Encoding", "gzip"]] as const;
const both = ["Accept-Encoding", "Origin"];

export const rows: Readonly<Record<string, Row>> = {
  "files, whole, in part, unchanged and missing": {
    own: "handle /files/* {\nroot * {folder}/site\nfile_server\n}",
    site: { "files/a.txt": "0123456789" },
    answers: [
      { path: "/files/a.txt", status: 200 },
      { path: "/files/a.txt", status: 206, headerList: [["Range", "bytes=0-3"]], has: { "Content-Range": /0-3\/10/ } },
      { path: "/files/a.txt", status: 416, headerList: [["Range", "bytes=20-"]] },
      { path: "/files/a.txt", status: 304, headerList: [["If-None-Match", "*"]] },
      { path: "/files/none.txt", status: 404 },
    ],
    preflights: ["/files/a.txt", "/files/none.txt"],
  },
  "a body that is too large": {
    own: "request_body {\nmax_size 1000\n}",
    // So says Caddy 2.6; later ones say 413.
    answers: [{ path: "/ok", status: 502, method: "POST", body: "a".repeat(2000) }],
    preflights: ["/ok"],
  },
  "compression, beside what the application says itself": {
    own: "encode {\ngzip\nminimum_length 1\nmatch {\nstatus 200\n}\n}",
    answers: [{ path: "/own-reflect", status: 200, headerList: gzip, vary: both }],
    preflights: ["/ok"],
  },
  "headers of the site's own": {
    own: "header X-Own 1\nheader /own* X-Too 1",
    answers: [{ path: "/own-reflect", status: 200, has: { "X-Own": /1/, "X-Too": /1/ } }],
    preflights: ["/own-reflect"],
  },
  "an application behind FastCGI": {
    facts: { upstream: "fastcgi" },
    own: "php_fastcgi /app.php 127.0.0.1:{php} {\nroot {folder}/site\nimport cors_upstream\n}",
    site: { "app.php": phpApplication },
    answers: [
      { path: "/app.php", status: 200, vary: both, has: { "X-Upstream": /php/ } },
      { path: "/app.php?status=500", status: 500, vary: both },
      { path: "/app.php", status: 200, method: "OPTIONS", vary: both, has: { "X-Upstream": /php/ } },
    ],
    preflights: ["/app.php"],
  },
  "an application that takes too long": {
    own: `reverse_proxy /slow 127.0.0.1:{slow} {
import cors_upstream
transport http {
response_header_timeout 50ms
}
}`,
    answers: [{ path: "/slow", status: 504 }],
    preflights: ["/slow"],
  },
  "what is forbidden, what has moved, and what is rewritten": {
    own: "respond /no 403\nredir /moved /ok 308\nrewrite /old /own-reflect\nerror /fails 500",
    answers: [
      { path: "/no", status: 403 },
      { path: "/moved", status: 308 },
      { path: "/old", status: 200 },
      { path: "/fails", status: 500 },
    ],
    preflights: ["/no", "/moved", "/old", "/fails"],
  },
  "the application's own error pages": {
    own: `handle_path /pages/* {
reverse_proxy 127.0.0.1:{upstream} {
import cors_upstream
@missing status 404
handle_response @missing {
respond "missing" 404
}
}
}`,
    answers: [
      { path: "/pages/status-404", status: 404 },
      { path: "/pages/own-error", status: 500 },
    ],
    preflights: ["/pages/status-404"],
  },
};
