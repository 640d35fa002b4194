import { phpApplication } from "../serve.ts";
import type { Row } from "../serve.ts";
import { rowsOfProxies } from "./proxies.ts";

const gzip = [["Accept-Encoding", "gzip"]] as const;
const cache = "cache answers\n  total-max-size 4\n  max-age 60\n  process-vary on";
const cached = `http-request cache-use answers
  http-response set-header Cache-Control max-age=60
  http-response cache-store answers
  http-after-response set-header X-Cache HIT if { res.hdr(age) -m found }`;

export const rows: Readonly<Record<string, Row>> = {
  ...rowsOfProxies,
  "errors of its own": {
    answers: [
      { path: "/down", status: 503 },
      { path: "/broken", status: 502 },
    ],
    preflights: ["/down"],
  },
  "an application that takes too long": {
    around: "backend slow\n  timeout server 50ms\n  server slow 127.0.0.1:{slow}",
    own: "use_backend slow if { path /slow }",
    answers: [{ path: "/slow", status: 504 }],
    preflights: ["/slow"],
  },
  "compression, beside what the application says itself": {
    own: "filter compression\n  compression algo gzip",
    answers: [
      {
        path: "/own-reflect",
        status: 200,
        headerList: gzip,
        vary: ["Accept-Encoding", "Origin"],
        has: { "Content-Encoding": /^gzip$/ },
      },
    ],
    preflights: ["/ok"],
  },
  "a cache that another origin has warmed": {
    around: cache,
    own: cached,
    first: "/own-reflect",
    answers: [{ path: "/own-reflect", status: 200, has: { "X-Cache": /HIT/ } }],
    preflights: ["/own-reflect"],
  },
  "an application behind FastCGI": {
    facts: { upstream: "fastcgi" },
    around: String.raw`fcgi-app php
  docroot {folder}/site
  path-info ^(/.+\.php)(/.*)?$
backend php
  use-fcgi-app php
  server php 127.0.0.1:{php} proto fcgi`,
    own: "use_backend php if { path_end .php }",
    site: { "app.php": phpApplication },
    answers: [
      { path: "/app.php", status: 200, vary: ["Accept-Encoding", "Origin"], has: { "X-Upstream": /php/ } },
      { path: "/app.php?status=500", status: 500, vary: ["Accept-Encoding", "Origin"], has: { "X-Upstream": /php/ } },
      { path: "/none.php", status: 404 },
    ],
    preflights: ["/app.php"],
  },
  "rules and headers of its own": {
    own: `http-after-response set-header X-Own 1
  http-response set-header Access-Control-Allow-Origin *`,
    answers: [
      { path: "/own-reflect", status: 200, has: { "X-Own": /^1$/ } },
      { path: "/down", status: 503, has: { "X-Own": /^1$/ } },
    ],
    preflights: ["/ok"],
  },
  "error pages": {
    own: `http-error status 503 content-type text/plain string "down"`,
    answers: [{ path: "/down", status: 503, has: { "Content-Type": /^text\/plain$/ } }],
    preflights: ["/down"],
  },
  "too many requests, what is forbidden, and what has moved": {
    own: `http-request deny deny_status 429 if { path /many }
  http-request deny if { path /no }
  http-request redirect location /ok code 308 if { path /moved }`,
    answers: [
      { path: "/many", status: 429 },
      { path: "/no", status: 403 },
      { path: "/moved", status: 308 },
    ],
    preflights: ["/many", "/no", "/moved"],
  },
};
