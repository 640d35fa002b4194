import { describe, expect, test } from "vitest";
import { importSite, lint, ReadError } from "@concors/config/read";
import type { LintCode } from "@concors/config/read";
import { wholeReading } from "./whole-reading.ts";

/** Two origins with credentials, as it has to be, in another hand than that of what is generated. */
const whole = String.raw`<?php
(function () {
    $origin = $_SERVER['HTTP_ORIGIN'] ?? '';
    $ok = preg_match('~\Ahttps://(?:app\.example\.com|(?:[a-z0-9_-]+\.)+preview\.example\.com)\z~D', $origin) === 1;
    $preflight = ($_SERVER['REQUEST_METHOD'] ?? '') === 'OPTIONS' && $origin !== '' && isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD']);
    header('Vary: Origin', false);
    if ($ok) {
        header('Access-Control-Allow-Origin: ' . $origin);
        header('Access-Control-Allow-Credentials: true');
        if ($preflight) {
            header('Access-Control-Allow-Methods: GET, POST, PUT, DELETE');
            header('Access-Control-Allow-Headers: Content-Type, Authorization');
            header('Access-Control-Max-Age: 7200');
        } else {
            header('Access-Control-Expose-Headers: X-Request-Id, ETag');
        }
    }
    if ($preflight) { http_response_code(204); header_remove('Content-Type'); exit; }
})();
`;

/** Programs as they are published, with hosts of examples. Each has exactly these codes. */
const rows: readonly { name: string; text: string; want: readonly LintCode[] }[] = [
  { name: "as it has to be", text: whole, want: [] },
  {
    name: "Laravel: the star beside credentials is whoever asks",
    text: `<?php
return [
    'paths' => ['api/*', 'sanctum/csrf-cookie'],
    'allowed_methods' => ['*'],
    'allowed_origins' => ['*'],
    'allowed_origins_patterns' => [],
    'allowed_headers' => ['*'],
    'exposed_headers' => [],
    'max_age' => 0,
    'supports_credentials' => true,
];`,
    want: ["reflects-any-origin"],
  },
  {
    name: "Laravel as it is installed: everybody, without credentials",
    text: `<?php return ['paths' => ['*'], 'allowed_origins' => ['*'], 'supports_credentials' => false];`,
    want: [],
  },
  {
    name: "Laravel: expressions without anchors, a wildcard without a dot, an origin with a slash",
    text: String.raw`<?php
return array(
    'allowedOrigins' => array('https://app.example.com/', 'https://*example.com'),
    'allowedOriginsPatterns' => array('#^https://example\.net#'),
    'supportsCredentials' => true,
);`,
    want: ["expression-without-end", "wildcard-glued", "origin-never-sent"],
  },
  {
    name: "StackOverflow: whoever asks, with credentials",
    text: `<?php
function cors() {
    // Allow from any origin
    if (isset($_SERVER['HTTP_ORIGIN'])) {
        header("Access-Control-Allow-Origin: {$_SERVER['HTTP_ORIGIN']}");
        header('Access-Control-Allow-Credentials: true');
        header('Access-Control-Max-Age: 86400');    // cache for 1 day
    }
    // Access-Control headers are received during OPTIONS requests
    if ($_SERVER['REQUEST_METHOD'] == 'OPTIONS') {
        if (isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD']))
            header("Access-Control-Allow-Methods: GET, POST, OPTIONS");
        if (isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS']))
            header("Access-Control-Allow-Headers: {$_SERVER['HTTP_ACCESS_CONTROL_REQUEST_HEADERS']}");
        exit(0);
    }
}`,
    want: ["reflects-any-origin", "vary-missing", "plain-options-swallowed"],
  },
  {
    name: "hosts in a loop, each anywhere in the origin",
    text: `<?php
foreach (array('app.example.com', 'example.org') as $host) {
    if (strpos($_SERVER['HTTP_ORIGIN'], $host) !== false) header("Access-Control-Allow-Origin: " . $_SERVER['HTTP_ORIGIN']);
}`,
    want: ["prefix-or-suffix-match", "prefix-or-suffix-match", "vary-missing"],
  },
  {
    name: "expressions in a loop, of which one has no end",
    text: String.raw`<?php
header('Vary: Origin', false);
$patterns = ['^https://app\.example\.com$', '^https://www\.example\.com'];
foreach ($patterns as $pattern) {
    if (preg_match('#' . $pattern . '#D', $origin)) header("Access-Control-Allow-Origin: $origin");
}`,
    want: ["expression-without-end"],
  },
  {
    name: "a preflight alone is answered, by a condition over two lines",
    text: `<?php
header("Access-Control-Allow-Origin: *");
if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS'
    && isset($_SERVER['HTTP_ACCESS_CONTROL_REQUEST_METHOD'])) { http_response_code(204); exit; }`,
    want: [],
  },
  { name: "the star", text: `<?php\nheader("Access-Control-Allow-Origin: *");`, want: [] },
  {
    name: "the star beside credentials, and every OPTIONS is answered",
    text: `<?php
header('Access-Control-Allow-Origin: *');
header('Access-Control-Allow-Credentials: true');
if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS') { http_response_code(204); exit; }`,
    want: ["any-origin-with-credentials", "plain-options-swallowed"],
  },
  {
    name: "a list, and Vary where an origin is in it",
    text: `<?php
$http_origin = $_SERVER['HTTP_ORIGIN'];
$allowed_domains = array(
  'https://app.example.com',
  'https://www.example.com',
);
if (in_array($http_origin, $allowed_domains)) {
    header("Access-Control-Allow-Origin: $http_origin");
    header("Vary: Origin");
}`,
    want: ["vary-sometimes"],
  },
  {
    name: "several tests, one for http",
    text: `<?php
$origin = $_SERVER['HTTP_ORIGIN'];
if ($origin == "https://app.example.com" || $origin == "https://www.example.com/") {
    header("Access-Control-Allow-Origin: " . $origin);
}`,
    want: ["origin-never-sent", "vary-missing"],
  },
  {
    name: "an expression whose dots are any character, and which has no end",
    text: `<?php
if (preg_match('/^https:\\/\\/app.example.com/', $_SERVER['HTTP_ORIGIN'])) {
    header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);
}
header('Vary: Origin');`,
    want: ["expression-dot-unescaped", "expression-without-end"],
  },
  {
    name: "the domain somewhere in the origin",
    text: `<?php
if (strpos($_SERVER['HTTP_ORIGIN'], 'example.com') !== false) {
    header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);
}
header('Vary: Origin');`,
    want: ["prefix-or-suffix-match"],
  },
  {
    name: "a middleware of a framework",
    text: `<?php
class Cors {
    public function handle($request, Closure $next) {
        return $next($request)
            ->header('Access-Control-Allow-Origin', 'https://app.example.com, https://www.example.com')
            ->header('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE, OPTIONS');
    }
}`,
    want: ["several-origins"],
  },
  {
    name: "a response that is not changed",
    text: `<?php
$response = $response->withHeader('Access-Control-Allow-Origin', $request->getHeaderLine('Origin'))
    ->withHeader('Access-Control-Allow-Credentials', 'true');`,
    want: ["reflects-any-origin", "vary-missing"],
  },
  {
    name: "what is commented, and what is for the page, is nothing",
    text: `<p>header("Access-Control-Allow-Origin: null")</p>
<?php
# header("Access-Control-Allow-Origin: null");
/* header("Access-Control-Allow-Origin: null"); */
echo <<<TEXT
header("Access-Control-Allow-Origin: null");
TEXT;
?>
it's <?= $x ?>`,
    want: [],
  },
];

describe("PHP as it is published", () => {
  test.each(rows)("$name", ({ text, want }) => {
    const codes = lint([{ path: "index.php", text }]).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([...want].toSorted());
  });

  test("is read back as the policy that it carries out", () => {
    expect(importSite([{ path: "cors.php", text: whole }])).toEqual(wholeReading);
  });

  test.each([
    `<?php if (in_array($origin, $config->origins())) header('Access-Control-Allow-Origin: ' . $origin);`,
    `<?php header('Access-Control-Allow-Origin: ' . getenv('FRONTEND'));`,
  ])("%s is not told", (text) => {
    const { site, unseen } = importSite([{ path: "cors.php", text }]);
    expect({ fallback: site?.fallback, why: unseen.map(({ why }) => why) }).toEqual({
      fallback: "none",
      why: ["Which origins may read is not told by this file alone."],
    });
  });

  test.each([
    { text: `<?php cors('a`, message: "cors.php:1:12: a quote is not closed" },
    { text: `<?php cors($a`, message: "cors.php:1:11: a bracket is not closed" },
  ])("$text is refused with a place", ({ text, message }) => {
    const read = (): unknown => lint([{ path: "cors.php", text }]);
    expect(read).toThrow(ReadError);
    expect(read).toThrow(message);
  });

  test("Laravel's options are a policy for its paths, as far as the file tells", () => {
    const text = `<?php
return [
    'paths' => ['api/*', 'login'],
    'allowed_methods' => ['GET', 'PUT'],
    'allowed_origins' => ['https://app.example.com', env('ORIGIN')],
    'allowed_origins_patterns' => [],
    'allowed_headers' => ['*'],
    'exposed_headers' => ['ETag'],
    'max_age' => 600,
    'supports_credentials' => true,
];`;
    const { site, unseen } = importSite([{ path: "config/cors.php", text }]);
    const policy = {
      origins: ["https://app.example.com"],
      credentials: true,
      methods: ["GET", "PUT"],
      requestHeaders: "*",
      exposedHeaders: ["ETag"],
      maxAge: 600,
    };
    expect(site).toEqual({
      routes: [
        { prefix: "/api", policy },
        { exact: "/login", policy },
      ],
      fallback: "none",
    });
    expect(unseen.map(({ why }) => why)).toEqual(["Which origins may read is not told by this file alone."]);
  });
});
