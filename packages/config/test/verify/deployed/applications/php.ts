import { existsSync } from "node:fs";
import { freePort } from "../../../../src/verify/free-port.ts";
import type { Rig } from "../../../../src/verify/index.ts";
import { startProgram } from "../../../../src/verify/server-process.ts";

const program = "/usr/bin/php-cgi";

/** PHP as FastCGI, with the settings of production; the server that asks it is another. */
export const phpApplication: Rig = {
  target: "php",
  facts: {},
  lacks: [],
  missing: () => (existsSync(program) ? null : "apt-get install php-cgi"),
  start: async ({ generated }) => {
    const port = await freePort();
    return startProgram(port, {
      files: { "index.php": application, "cors.php": generated.files[0]!.text },
      command: [program, "-d", "display_errors=0", "-d", "log_errors=0", "-b", `127.0.0.1:${port}`],
      env: { PHP_FCGI_CHILDREN: "2", PHP_FCGI_MAX_REQUESTS: "0" },
    });
  },
};

const application = `<?php
require __DIR__ . '/cors.php';
$path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
header('X-Request-Id: 7f3a');

function answer(int $status, string $body = ''): void
{
    http_response_code($status);
    echo $body;
    exit;
}

switch ($path) {
    case '/files/a.txt':
        header('Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT');
        if (isset($_SERVER['HTTP_IF_MODIFIED_SINCE'])) {
            answer(304);
        }
        if (preg_match('~\\Abytes=(\\d+)-(\\d*)\\z~D', $_SERVER['HTTP_RANGE'] ?? '', $range) === 1) {
            if ((int) $range[1] > 9) {
                header('Content-Range: bytes */10');
                answer(416);
            }
            $last = $range[2] === '' ? 9 : (int) $range[2];
            header("Content-Range: bytes $range[1]-$last/10");
            answer(206, substr('0123456789', (int) $range[1], $last - (int) $range[1] + 1));
        }
        answer(200, '0123456789');
    case '/upload':
        answer((int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > 500 ? 413 : 200);
    case '/few':
        $file = __DIR__ . '/few';
        if (file_exists($file)) {
            header('Retry-After: 60');
            answer(429);
        }
        touch($file);
        answer(200);
    case '/crash':
        echo 'begun';
        throw new RuntimeException('nobody catches it');
    case '/secret':
        if (($_SERVER['PHP_AUTH_USER'] ?? '') !== 'somebody' || ($_SERVER['PHP_AUTH_PW'] ?? '') !== 'secret') {
            header('WWW-Authenticate: Basic realm="site"');
            answer(401);
        }
        answer(200);
    case '/large':
        ini_set('zlib.output_compression', '1');
        header('Content-Type: text/plain');
        answer(200, str_repeat('a', 4000));
    case '/parts':
        if ($_SERVER['REQUEST_METHOD'] !== 'GET') {
            answer(405);
        }
        echo 'a';
        flush();
        echo 'b';
        exit;
    case '/moved':
        header('Location: /few');
        exit;
    case '/own':
        header('Access-Control-Allow-Origin: *');
        header('Access-Control-Max-Age: 1');
        header('Vary: Accept');
        answer(200, 'own');
    case '/cached':
        ini_set('zlib.output_compression', '1');
        header('Cache-Control: public, max-age=60');
        header('ETag: "v1"');
        answer(($_SERVER['HTTP_IF_NONE_MATCH'] ?? '') === '"v1"' ? 304 : 200, 'kept');
    case '/file-of-server':
        header('X-Accel-Redirect: /front/a.txt');
        exit;
    default:
        answer(404);
}
`;
