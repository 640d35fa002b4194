import type { Row } from "../serve.ts";
import { rowsOfProxies } from "./proxies.ts";

const gzip = [["Accept-Encoding", "gzip"]] as const;
const hits = "sub vcl_deliver { set resp.http.X-Hits = obj.hits; }";
const hit = { "X-Hits": /^[1-9]/ };

export const rows: Readonly<Record<string, Row>> = {
  "a cache that another origin has warmed": {
    own: hits,
    first: "/own-reflect",
    answers: [{ path: "/own-reflect", status: 200, has: hit }],
    preflights: ["/own-reflect"],
  },
  "a cached error, and one that is not kept": {
    own: hits,
    first: "/status-404",
    answers: [
      { path: "/status-404", status: 404, has: hit },
      { path: "/own-error", status: 500 },
    ],
    preflights: ["/status-404"],
  },
  "a part of what is cached, and nothing of what is unchanged": {
    own: hits,
    first: "/ok",
    answers: [
      { path: "/ok", status: 206, headerList: [["Range", "bytes=0-0"]], has: hit },
      { path: "/ok", status: 416, headerList: [["Range", "bytes=2000-"]], has: hit },
      { path: "/ok", status: 304, headerList: [["If-None-Match", '"v1"']], has: hit },
    ],
    preflights: ["/ok"],
  },
  "an application that varies by origin itself": {
    answers: [{ path: "/own-vary-twice", status: 200, vary: ["Accept", "Accept-Encoding", "Origin", "Origin"] }],
    preflights: ["/ok"],
  },
  "compression, beside what the application says itself": {
    own: "sub vcl_backend_response { set beresp.do_gzip = true; }",
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
  "headers that are taken for its own": {
    answers: [
      {
        path: "/ok",
        status: 200,
        headerList: [
          ["X-cors-Origin", "https://stranger.test"],
          ["X-Cors-Preflight", "1"],
          ["X-cors-policy", "1"],
        ],
      },
    ],
    preflights: ["/ok"],
  },
  "a request that starts again": {
    own: `sub vcl_deliver {
  set resp.http.X-Restarts = req.restarts;
  if (req.restarts == 0 && req.url == "/again") {
    set req.url = "/own-reflect";
    return (restart);
  }
}`,
    answers: [{ path: "/again", status: 200, has: { "X-Restarts": /^1$/ } }],
    preflights: ["/again"],
  },
  ...rowsOfProxies,
  "errors of its own": {
    answers: [
      { path: "/down", status: 503 },
      { path: "/broken", status: 503 },
    ],
    preflights: ["/down"],
  },
  "what is forbidden, and what has moved": {
    own: `sub vcl_recv {
  if (req.url == "/no") {
    return (synth(403));
  }
  if (req.url == "/moved") {
    return (synth(308));
  }
}
sub vcl_synth {
  if (resp.status == 308) {
    set resp.http.Location = "/ok";
    return (deliver);
  }
}`,
    answers: [
      { path: "/no", status: 403 },
      { path: "/moved", status: 308, has: { Location: /^\/ok$/ } },
    ],
    preflights: ["/no", "/moved"],
  },
};
