import type { Snippet } from "../snippet.ts";

/** For those whose origin an `if` finds. */
export const nginxExpressionSnippets: readonly Snippet[] = [
  {
    name: "enable-cors.org, a single origin",
    source: "https://enable-cors.org/server_nginx.html",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-location.conf": `
add_header 'Access-Control-Allow-Origin' 'https://app.example.com' always;
add_header 'Access-Control-Allow-Methods' 'GET, POST, PUT, DELETE, OPTIONS' always;
add_header 'Access-Control-Allow-Headers' 'Content-Type, Authorization' always;
add_header 'Vary' 'Origin' always;
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Max-Age' 86400;
  add_header 'Content-Type' 'text/plain; charset=utf-8';
  add_header 'Content-Length' 0;
  return 204;
}`,
    },
    lint: ["headers-lost-in-block", "preflight-without-headers", "plain-options-swallowed"],
  },
  {
    name: "enable-cors.org, several origins by an expression",
    source: "https://enable-cors.org/server_nginx.html",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-location.conf": String.raw`
set $cors_origin "";
if ($http_origin ~* (https?://(.+\.)?preview\.example\.com|https?://app\.example\.com)) {
  set $cors_origin $http_origin;
}
add_header 'Vary' 'Origin' always;
add_header 'Access-Control-Allow-Origin' $cors_origin always;
add_header 'Access-Control-Allow-Methods' 'GET, POST, PUT, DELETE, OPTIONS' always;
add_header 'Access-Control-Allow-Headers' 'Content-Type, Authorization' always;
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Max-Age' 86400;
  add_header 'Content-Type' 'text/plain; charset=utf-8';
  add_header 'Content-Length' 0;
  return 204;
}`,
    },
    lint: [
      "expression-without-end",
      "scheme-optional",
      "headers-lost-in-block",
      "preflight-without-headers",
      "vary-sometimes",
      "case-ignored",
      "plain-options-swallowed",
    ],
  },
  {
    name: "a gist that many others are made of: parts of hosts, and a variable for each method",
    source: "https://gist.github.com/alexjs/4165271",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-location.conf": String.raw`
if ($http_origin ~* (app\.example\.com|preview\.example\.com)) {
  set $cors "true";
}
if ($request_method = 'OPTIONS') {
  set $cors "${"$"}{cors}options";
}
if ($request_method = 'GET') {
  set $cors "${"$"}{cors}get";
}
if ($request_method = 'POST') {
  set $cors "${"$"}{cors}post";
}
if ($cors = "true") {
  add_header 'Access-Control-Allow-Origin' "$http_origin";
}
if ($cors = "trueget") {
  add_header 'Access-Control-Allow-Origin' "$http_origin";
  add_header 'Access-Control-Allow-Credentials' 'true';
  add_header 'Access-Control-Allow-Methods' 'GET, POST, PUT, DELETE, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type, Authorization';
}
if ($cors = "trueoptions") {
  add_header 'Access-Control-Allow-Origin' "$http_origin";
  add_header 'Access-Control-Allow-Credentials' 'true';
  add_header 'Access-Control-Allow-Methods' 'GET, POST, PUT, DELETE, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type, Authorization';
  add_header 'Access-Control-Max-Age' 1728000;
  add_header 'Content-Length' 0;
  return 204;
}
if ($cors = "truepost") {
  add_header 'Access-Control-Allow-Origin' "$http_origin";
  add_header 'Access-Control-Allow-Credentials' 'true';
  add_header 'Access-Control-Allow-Methods' 'GET, POST, PUT, DELETE, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type, Authorization';
}`,
    },
    lint: [
      "expression-without-end",
      "expression-without-start",
      "headers-missing-on-errors",
      "vary-missing",
      "case-ignored",
      "plain-options-swallowed",
    ],
  },
  {
    name: "a gist: a list of hosts that has a start and no end, with credentials",
    source: "https://gist.github.com/Niklas81/d5a96c3882ae7cd95cd5bcd20b675f5e",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-location.conf": String.raw`
set $cors '';
if ($http_origin ~ '^https?://(localhost|app\.example\.com|.+\.preview\.example\.com)') {
  set $cors 'true';
}
if ($cors = 'true') {
  add_header 'Access-Control-Allow-Origin' "$http_origin" always;
  add_header 'Access-Control-Allow-Credentials' 'true' always;
  add_header 'Access-Control-Allow-Methods' 'GET, POST, PUT, DELETE, OPTIONS' always;
  add_header 'Access-Control-Allow-Headers' 'Content-Type, Authorization' always;
}
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Max-Age' 1728000;
  add_header 'Content-Type' 'text/plain charset=UTF-8';
  add_header 'Content-Length' 0;
  return 204;
}`,
    },
    lint: [
      "expression-without-end",
      "scheme-optional",
      "preflight-without-headers",
      "vary-missing",
      "plain-options-swallowed",
    ],
  },
  {
    name: "a gist: the end of the origin, and nothing but Access-Control-Allow-Origin",
    source: "https://gist.github.com/bmurtagh/f4d4d90b5782102a05fc",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-location.conf": String.raw`
if ($http_origin ~* (app\.example\.com|preview\.example\.com)$) {
  add_header Access-Control-Allow-Origin "$http_origin";
}`,
    },
    lint: ["expression-without-start", "headers-missing-on-errors", "vary-missing", "case-ignored"],
  },
  {
    name: "a gist: subdomains with any port, and no end",
    source: "https://gist.github.com/TheRatG/f553c5b19f633699254e57963b6ee6df",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-location.conf": String.raw`
if ($http_origin ~* (https?://[^/]*\.preview\.example\.com(:[0-9]+)?|https?://app\.example\.com(:[0-9]+)?)) {
  add_header 'Access-Control-Allow-Origin' "$http_origin";
}`,
    },
    lint: ["expression-without-end", "scheme-optional", "headers-missing-on-errors", "vary-missing", "case-ignored"],
  },
  {
    name: "a gist: whoever asks, with credentials",
    source: "https://gist.github.com/shreeve/bf1cd84414d981bfb9e5d6691254eacc",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-location.conf": `
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Allow-Origin' $http_origin always;
  add_header 'Access-Control-Allow-Credentials' 'true' always;
  add_header 'Access-Control-Allow-Methods' 'GET, POST, PUT, DELETE';
  add_header 'Access-Control-Allow-Headers' 'Content-Type, Authorization';
  add_header 'Access-Control-Max-Age' 86400;
  add_header 'Content-Type' 'text/plain; charset=utf-8';
  add_header 'Content-Length' 0;
  return 204;
}
add_header 'Access-Control-Allow-Origin' $http_origin always;
add_header 'Access-Control-Allow-Credentials' 'true' always;
add_header 'Access-Control-Expose-Headers' 'Content-Length,Content-Range' always;`,
    },
    lint: ["reflects-any-origin", "vary-missing", "plain-options-swallowed"],
  },
];
