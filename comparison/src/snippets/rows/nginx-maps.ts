import type { Snippet } from "../snippet.ts";

/** For those whose origin a `map` has. */
export const nginxMapSnippets: readonly Snippet[] = [
  {
    name: "a gist: maps of the origin and the method, on success alone",
    source: "https://gist.github.com/sbuzonas/6e2dbc1218a0be0d7ae2",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-http.conf": String.raw`
map $http_origin $allow_origin {
  default "";
  "~^https?://(?:[^/]*\.)?((?:app|preview)\.example\.com)(?::[0-9]+)?$" "$http_origin";
}
map $request_method $cors_method {
  default "allowed";
  "OPTIONS" "preflight";
}
map $cors_method $cors_max_age {
  default "";
  "preflight" 1728000;
}
map $cors_method $cors_allow_methods {
  default "";
  "preflight" "GET, POST, PUT, DELETE, OPTIONS";
}
map $cors_method $cors_allow_headers {
  default "";
  "preflight" "Content-Type, Authorization";
}`,
      "cors-server.conf": `
add_header Access-Control-Allow-Origin $allow_origin;
add_header Access-Control-Allow-Credentials 'true';
add_header Access-Control-Max-Age $cors_max_age;
add_header Access-Control-Allow-Methods $cors_allow_methods;
add_header Access-Control-Allow-Headers $cors_allow_headers;`,
    },
    lint: ["scheme-optional", "headers-missing-on-errors", "vary-missing"],
  },
  {
    name: "a gist: maps of maps, and a part of a host",
    source: "https://gist.github.com/caquino/b0e58140e1f7c67935bba1d618fdfa3e",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-http.conf": String.raw`
map $http_origin $allowed_origin {
  default "false";
  "~*\.?app\.example\.com" "true";
  "~*\.?preview\.example\.com" "true";
}
map $request_method $cors {
  "OPTIONS" "${"$"}{allowed_origin}options";
  "GET" "${"$"}{allowed_origin}get";
  "POST" "${"$"}{allowed_origin}post";
  default "${"$"}{allowed_origin}";
}
map $cors $acao { "~^true.+?" "$http_origin"; }
map $cors $acac { "~^true(options|get|post)" "true"; }
map $cors $acam { "~^true(options|get|post)" "GET, POST, PUT, DELETE, OPTIONS"; }
map $cors $acah { "~^true(options|get|post)" "Content-Type, Authorization"; }`,
      "cors-server.conf": `
add_header 'Access-Control-Allow-Origin' $acao;
add_header 'Access-Control-Allow-Credentials' $acac;
add_header 'Access-Control-Allow-Methods' $acam;
add_header 'Access-Control-Allow-Headers' $acah;`,
    },
    lint: [
      "expression-without-end",
      "expression-without-start",
      "expression-without-end",
      "expression-without-start",
      "headers-missing-on-errors",
      "methods-missing",
      "vary-missing",
      "case-ignored",
      "case-ignored",
    ],
  },
  {
    name: "a generator of headers: a map of two origins, and an if with headers",
    source: "https://www.dev-toolbox.tech/tools/cors-header-builder/examples/multiple-origins",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-http.conf": `
map $http_origin $cors_origin {
  default "";
  "https://app.example.com" "$http_origin";
  "https://a.preview.example.com" "$http_origin";
}`,
      "cors-location.conf": `
if ($cors_origin != "") {
  add_header Access-Control-Allow-Origin $cors_origin always;
  add_header Access-Control-Allow-Methods "GET, POST, PUT, DELETE, OPTIONS" always;
  add_header Access-Control-Allow-Headers "Content-Type, Authorization" always;
  add_header Access-Control-Allow-Credentials "true" always;
  add_header Vary Origin always;
}`,
    },
    lint: ["vary-sometimes", "case-ignored", "case-ignored"],
  },
  {
    name: "a blog: a map, the application's header hidden, and no credentials for preflights",
    source: "https://serverdevworker.com/3668d01d5",
    server: "nginx",
    policy: "P1",
    files: {
      "cors-http.conf": String.raw`
map $http_origin $cors_header {
  default "";
  "~^https?://([a-z0-9-]+\.)?(preview\.example\.com)(:[0-9]+)?$" $http_origin;
  "https://app.example.com" $http_origin;
}`,
      "cors-location.conf": `
if ($request_method = 'OPTIONS') {
  add_header 'Access-Control-Allow-Origin' $cors_header;
  add_header 'Access-Control-Allow-Methods' 'GET, POST, PUT, DELETE, OPTIONS';
  add_header 'Access-Control-Allow-Headers' 'Content-Type, Authorization';
  add_header 'Access-Control-Max-Age' 1728000;
  add_header 'Content-Type' 'text/plain; charset=utf-8';
  add_header 'Content-Length' 0;
  return 204;
}
proxy_hide_header Access-Control-Allow-Origin;
add_header Access-Control-Allow-Origin $cors_header;
add_header Access-Control-Allow-Credentials true;`,
    },
    lint: ["scheme-optional", "headers-missing-on-errors", "vary-missing", "case-ignored", "plain-options-swallowed"],
  },
];
