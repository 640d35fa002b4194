import type { Snippet } from "../snippet.ts";

/** For everybody. */
export const nginxOpenSnippets: readonly Snippet[] = [
  {
    name: "enable-cors.org until 2024: an if for each of three methods",
    source: "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_nginx.html",
    server: "nginx",
    policy: "P2",
    files: {
      "cors-location.conf": `
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Allow-Origin' '*';
  add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type';
  add_header 'Access-Control-Max-Age' 1728000;
  add_header 'Content-Type' 'text/plain; charset=utf-8';
  add_header 'Content-Length' 0;
  return 204;
}
if ($request_method = 'POST') {
  add_header 'Access-Control-Allow-Origin' '*' always;
  add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS' always;
  add_header 'Access-Control-Allow-Headers' 'Content-Type' always;
  add_header 'Access-Control-Expose-Headers' 'Content-Length,Content-Range' always;
}
if ($request_method = 'GET') {
  add_header 'Access-Control-Allow-Origin' '*' always;
  add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS' always;
  add_header 'Access-Control-Allow-Headers' 'Content-Type' always;
  add_header 'Access-Control-Expose-Headers' 'Content-Length,Content-Range' always;
}`,
    },
    lint: ["methods-missing", "plain-options-swallowed"],
  },
  {
    name: "a gist: whoever asks, method by method",
    source: "https://gist.github.com/duthied/0ceba52975cfc7ea5aed",
    server: "nginx",
    policy: "P2",
    files: {
      "cors-location.conf": `
if ($request_method = 'GET') {
  add_header 'Access-Control-Allow-Origin' "$http_origin";
}
if ($request_method = 'POST') {
  add_header 'Access-Control-Allow-Origin' "$http_origin";
}
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Allow-Origin' "$http_origin";
  add_header 'Access-Control-Max-Age' 3600;
  add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type';
  add_header 'Content-Length' 0;
  add_header 'Content-Type' 'text/plain charset=UTF-8';
  return 204;
}`,
    },
    lint: [
      "headers-missing-on-errors",
      "methods-missing",
      "vary-missing",
      "reflects-without-credentials",
      "plain-options-swallowed",
    ],
  },
  {
    name: "a blog: an if for GET and POST, and 200 for OPTIONS",
    source: "https://distinctplace.com/2017/04/17/nginx-access-control-allow-origin-cors/",
    server: "nginx",
    policy: "P2",
    files: {
      "cors-location.conf": `
if ($request_method ~* "(GET|POST)") {
  add_header "Access-Control-Allow-Origin" *;
}
if ($request_method = OPTIONS ) {
  add_header "Access-Control-Allow-Origin" *;
  add_header "Access-Control-Allow-Methods" "GET, POST, OPTIONS";
  add_header "Access-Control-Allow-Headers" "Content-Type";
  return 200;
}`,
    },
    lint: ["headers-missing-on-errors", "methods-missing", "plain-options-swallowed"],
  },
  {
    name: "a book's example of what ten thousand answers say",
    source: "https://cloudstreet-dev.github.io/Understanding-CORS/ch17-cors-in-nginx-apache.html",
    server: "nginx",
    policy: "P2",
    files: {
      "cors-location.conf": `
add_header Access-Control-Allow-Origin *;
add_header Access-Control-Allow-Methods 'GET, POST, OPTIONS';
add_header Access-Control-Allow-Headers 'Content-Type';`,
    },
    lint: ["headers-missing-on-errors"],
  },
  {
    name: "a gist that many others are made of: for everybody, beside credentials",
    source: "https://gist.github.com/michiel/1064640",
    server: "nginx",
    policy: "P2",
    files: {
      "cors-location.conf": `
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Allow-Origin' '*';
  add_header 'Access-Control-Allow-Credentials' 'true';
  add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type';
  add_header 'Access-Control-Max-Age' 1728000;
  add_header 'Content-Type' 'text/plain charset=UTF-8';
  add_header 'Content-Length' 0;
  return 204;
}
if ($request_method = 'POST') {
  add_header 'Access-Control-Allow-Origin' '*';
  add_header 'Access-Control-Allow-Credentials' 'true';
  add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type';
}
if ($request_method = 'GET') {
  add_header 'Access-Control-Allow-Origin' '*';
  add_header 'Access-Control-Allow-Credentials' 'true';
  add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type';
}`,
    },
    lint: ["any-origin-with-credentials", "headers-missing-on-errors", "methods-missing", "plain-options-swallowed"],
  },
  {
    name: "a gist: three headers, and an if that has none",
    source: "https://gist.github.com/czwen/140646f8dc4845bfb659911d471b8018",
    server: "nginx",
    policy: "P2",
    files: {
      "cors-location.conf": `
add_header Access-Control-Allow-Origin *;
add_header Access-Control-Allow-Methods 'GET, POST, OPTIONS';
add_header Access-Control-Allow-Headers 'Content-Type';
if ($request_method = 'OPTIONS') { return 204; }`,
    },
    lint: ["headers-missing-on-errors", "plain-options-swallowed"],
  },
  {
    name: "a paste: for everybody, beside credentials, and an if with other headers",
    source: "https://pastebin.com/1wcFjCBQ",
    server: "nginx",
    policy: "P2",
    files: {
      "cors-location.conf": `
add_header 'Access-Control-Allow-Origin' "*" always;
add_header 'Access-Control-Allow-Credentials' 'true' always;
add_header 'Access-Control-Allow-Methods' 'GET, POST, OPTIONS' always;
add_header 'Access-Control-Allow-Headers' 'Content-Type' always;
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Max-Age' 1728000;
  add_header 'Content-Type' 'text/plain charset=UTF-8';
  add_header 'Content-Length' 0;
  return 204;
}`,
    },
    lint: [
      "any-origin-with-credentials",
      "headers-lost-in-block",
      "preflight-without-headers",
      "plain-options-swallowed",
    ],
  },
];
