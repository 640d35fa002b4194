import type { Snippet } from "../snippet.ts";

export const phpSnippets: readonly Snippet[] = [
  {
    name: "enable-cors.org: one line",
    source: "https://github.com/monsur/enable-cors.org/blob/98fe09082f67877e87b6f65678f6571d33ef15e6/server_php.html",
    server: "php",
    policy: "P2",
    files: { "cors.php": `<?php\nheader("Access-Control-Allow-Origin: *");` },
    lint: [],
  },
  {
    name: "a function that is copied everywhere: whoever asks, with credentials",
    source: "https://gist.github.com/tudorilisoi/b98575ecbdb14060143528530d82bc6e",
    server: "php",
    policy: "P1",
    files: {
      "cors.php": `<?php
function cors() {
    if (isset($_SERVER['HTTP_ORIGIN'])) {
        header("Access-Control-Allow-Origin: {$_SERVER['HTTP_ORIGIN']}");
        header('Access-Control-Allow-Credentials: true');
        header('Access-Control-Max-Age: 86400');
    }
    if ($_SERVER['REQUEST_METHOD'] == 'OPTIONS') {
        if (isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD']))
            header("Access-Control-Allow-Methods: GET, POST, OPTIONS");
        if (isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS']))
            header("Access-Control-Allow-Headers: {$_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS']}");
        exit(0);
    }
}
cors();`,
    },
    lint: ["reflects-any-origin", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "a gist: hosts in an expression that has neither start nor end",
    source: "https://gist.github.com/laocoi/54143a5d1cdb72d159997042b165fce4",
    server: "php",
    policy: "P1",
    files: {
      "cors.php": String.raw`<?php
$allowedOrigins = array(
    '(http(s)://)?(www\.)?app\.example\.com',
    '(http(s)://)?(.+\.)?preview\.example\.com'
);
if (isset($_SERVER['HTTP_ORIGIN']) && $_SERVER['HTTP_ORIGIN'] != '') {
    foreach ($allowedOrigins as $allowedOrigin) {
        if (preg_match('#' . $allowedOrigin . '#', $_SERVER['HTTP_ORIGIN'])) {
            header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);
            header('Access-Control-Allow-Methods: GET, PUT, POST, DELETE, OPTIONS');
            header('Access-Control-Max-Age: 1000');
            header('Access-Control-Allow-Headers: Content-Type, Authorization, X-Requested-With');
            break;
        }
    }
}`,
    },
    lint: [
      "expression-without-end",
      "expression-without-end",
      "expression-without-start",
      "expression-without-start",
      "vary-missing",
    ],
  },
  {
    name: "a gist: hosts somewhere in the origin, with credentials",
    source: "https://gist.github.com/rnavarro/3353056",
    server: "php",
    policy: "P1",
    files: {
      "cors.php": `<?php
if (isset($_SERVER['HTTP_ORIGIN'])) {
    $origin = $_SERVER['HTTP_ORIGIN'];
    foreach (array('app.example.com', 'preview.example.com') as $domain) {
        if (strpos($origin, $domain) !== FALSE) {
            header("Access-Control-Allow-Origin: " . $origin);
            break;
        }
    }
    header("Access-Control-Allow-Credentials: true");
    header("Access-Control-Allow-Methods: POST, GET, PUT, DELETE, OPTIONS");
    if (array_key_exists('HTTP_ACCESS_CONTROL_REQUEST_HEADERS', $_SERVER)) {
        header('Access-Control-Allow-Headers: ' . $_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS']);
    } else {
        header('Access-Control-Allow-Headers: *');
    }
}`,
    },
    lint: ["prefix-or-suffix-match", "prefix-or-suffix-match", "vary-missing"],
  },
];
