import type { Snippet } from "../snippet.ts";

/** HAProxy, lighttpd and Varnish. */
export const proxySnippets: readonly Snippet[] = [
  {
    name: "a gist: whoever asks, with credentials",
    source: "https://gist.github.com/nasrulhazim/3f726dbe91c0fa87730809a014f89a02",
    server: "haproxy",
    policy: "P1",
    // HAProxy 2.1 has no rspadd any more: its lines are written as what took its place.
    files: {
      "cors.cfg": `
  capture request header origin len 128
  http-response add-header Access-Control-Allow-Origin %[capture.req.hdr(0)] if { capture.req.hdr(0) -m found }
  http-response add-header Access-Control-Allow-Methods "GET, POST, PUT, DELETE" if { capture.req.hdr(0) -m found }
  http-response add-header Access-Control-Allow-Credentials true if { capture.req.hdr(0) -m found }
  http-response add-header Access-Control-Allow-Headers "Content-Type, Authorization" if { capture.req.hdr(0) -m found }`,
    },
    lint: ["reflects-any-origin", "headers-missing-on-errors", "vary-missing"],
  },
  {
    name: "an article: for everybody, in every answer of the application",
    source: "https://adhdecode-articles-2.pages.dev/articles/haproxy/haproxy-cors-headers/",
    server: "haproxy",
    policy: "P2",
    files: {
      "cors.cfg": `
  http-response set-header Access-Control-Allow-Origin *
  http-response set-header Access-Control-Allow-Methods GET,POST,OPTIONS
  http-response set-header Access-Control-Allow-Headers Content-Type
  http-response set-header Access-Control-Max-Age 86400`,
    },
    lint: ["headers-missing-on-errors"],
  },
  {
    name: "a gist: headers for everybody",
    source: "https://gist.github.com/bathizte/80f40f27f02452f98fd6",
    server: "lighttpd",
    policy: "P2",
    // Without its own way to the application, which is the rig's here.
    files: {
      "cors.conf": `
server.modules += ( "mod_setenv" )
setenv.add-response-header = (
  "Access-Control-Allow-Origin" => "*",
  "Access-Control-Allow-Headers" => "Content-Type",
  "Access-Control-Expose-Headers" => "ETag",
  "Access-Control-Allow-Methods" => "GET, POST, OPTIONS"
)`,
    },
    lint: [],
  },
  {
    name: "a gist: for everybody, beside credentials",
    source: "https://gist.github.com/antonbabenko/8903578",
    server: "varnish",
    policy: "P2",
    files: {
      "cors.vcl": `
sub vcl_deliver {
  set resp.http.Access-Control-Allow-Origin = "*";
  set resp.http.Access-Control-Allow-Credentials = "true";
  if (req.method == "OPTIONS") {
    set resp.http.Access-Control-Max-Age = "1728000";
    set resp.http.Access-Control-Allow-Methods = "GET, POST, OPTIONS";
    set resp.http.Access-Control-Allow-Headers = "Content-Type";
    set resp.http.Content-Length = "0";
    set resp.http.Content-Type = "text/plain charset=UTF-8";
    set resp.status = 204;
  }
}`,
    },
    lint: ["any-origin-with-credentials", "preflight-not-answered"],
  },
  {
    name: "a gist: one origin",
    source: "https://gist.github.com/KojoEnch/a12d8eab7ff20aec2908144c0352c1da",
    server: "varnish",
    policy: "P1",
    files: {
      "cors.vcl": `
sub vcl_deliver {
  if (req.http.host == "api.example.net") {
    set resp.http.Access-Control-Allow-Origin = "https://app.example.com";
    set resp.http.Access-Control-Allow-Methods = "GET, POST, PUT, DELETE, OPTIONS";
    set resp.http.Access-Control-Allow-Headers = "Content-Type, Authorization";
  }
}`,
    },
    lint: ["preflight-not-answered"],
  },
  {
    name: "a gist: headers for everybody, by path",
    source: "https://gist.github.com/derekclee/a19ebfd7d22679c82fda",
    server: "varnish",
    policy: "P2",
    // Its path is that of fonts.
    files: {
      "cors.vcl": `
sub vcl_deliver {
  if (req.url ~ "/") {
    set resp.http.Access-Control-Allow-Origin = "*";
    set resp.http.Access-Control-Allow-Methods = "GET, POST, OPTIONS";
    set resp.http.Access-Control-Allow-Headers = "Content-Type";
  }
}`,
    },
    lint: ["preflight-not-answered"],
  },
  {
    name: "a gist: preflights of whoever asks, with credentials",
    source: "https://gist.github.com/KlavsKlavsen/fa76b1b40bbb700a3e55a60db6baf08a",
    server: "varnish",
    policy: "P1",
    files: {
      "cors.vcl": `
sub vcl_recv {
  if (req.method == "OPTIONS") {
    return (synth(750, "Options"));
  }
}
sub vcl_synth {
  if (resp.status == 750) {
    set resp.http.Access-Control-Allow-Origin = req.http.Origin;
    set resp.http.Access-Control-Allow-Credentials = "true";
    set resp.http.Access-Control-Max-Age = "1728000";
    set resp.http.Access-Control-Allow-Methods = "GET, POST, PUT, DELETE, OPTIONS";
    set resp.http.Access-Control-Allow-Headers = "Content-Type, Authorization";
    set resp.http.Content-Length = "0";
    set resp.http.Content-Type = "text/plain charset=UTF-8";
    set resp.status = 204;
    return (deliver);
  }
}`,
    },
    lint: ["methods-missing", "vary-missing", "plain-options-swallowed"],
  },
];
