import { existsSync } from "node:fs";
import { freePort } from "../free-port.ts";
import { twoLines } from "../matrix.ts";
import type { Rig, RigInput, RunningServer } from "../rig.ts";
import { startProgram } from "../server-process.ts";
import { behaviours, commonHeaders, upstreamHeader } from "../upstream.ts";
import { nginxHead } from "./nginx-head.ts";

const programs = { php: "/usr/bin/php-cgi", nginx: "/usr/sbin/nginx" };

const lastLine = "no browser sends two lines of origin, which nginx before 1.23 passes on, and PHP reads the last";

/** PHP behind nginx, as FastCGI; what it serves is the application. */
export const phpRig: Rig = {
  target: "php",
  facts: {},
  // There is no application behind it that could be down, hang up, or ask for a password before it.
  lacks: ["down", "private", "broken", "gzip", "chunked"],
  // Since nginx 1.23 they are one.
  exceptions: {
    [twoLines.firstStrange]: lastLine,
    [twoLines.alike]: lastLine,
  },
  missing: () =>
    Object.values(programs).every((path) => existsSync(path)) ? null : "apt-get install php-cgi nginx-light",
  start: async (input) => {
    const port = await freePort();
    const php = await startPhp(input);
    try {
      const nginx = await startProgram(port, {
        files: { "nginx.conf": configuration(port, php.port, php.folder) },
        command: [programs.nginx, "-p", "{folder}", "-c", "nginx.conf", "-e", "stderr"],
      });
      return { port, folder: php.folder, stop: async () => void (await Promise.all([nginx.stop(), php.stop()])) };
    } catch (error) {
      await php.stop();
      throw error;
    }
  },
};

/** Starts PHP as FastCGI, for any server to ask. */
export async function startPhp(input: RigInput): Promise<RunningServer> {
  const port = await freePort();
  const [generated] = input.generated.files;
  return startProgram(port, {
    files: {
      "index.php": application(input),
      "behaviours.json": JSON.stringify({ behaviours, commonHeaders, upstreamHeader }),
      ...(generated === undefined ? {} : { [generated.path]: generated.text }),
    },
    ...(generated === undefined ? {} : { check: [programs.php, "-l", generated.path] }),
    command: [programs.php, "-b", `127.0.0.1:${port}`],
    env: { PHP_FCGI_CHILDREN: "2", PHP_FCGI_MAX_REQUESTS: "0" },
  });
}

function configuration(port: number, phpPort: number, folder: string): string {
  const parameters = {
    SCRIPT_FILENAME: `${folder}/index.php`,
    REQUEST_METHOD: "$request_method",
    REQUEST_URI: "$request_uri",
    QUERY_STRING: "$query_string",
    CONTENT_TYPE: "$content_type",
    CONTENT_LENGTH: "$content_length",
    SERVER_PROTOCOL: "$server_protocol",
    GATEWAY_INTERFACE: "CGI/1.1",
    REDIRECT_STATUS: "200",
  };
  return `${nginxHead}
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 100000;
    location / {
      fastcgi_pass 127.0.0.1:${phpPort};
      ${Object.entries(parameters)
        .map(([name, value]) => `fastcgi_param ${name} ${value};`)
        .join("\n      ")}
    }
  }
}
`;
}

function application({ generated, own }: RigInput): string {
  const [file] = generated.files;
  return `<?php
${file === undefined ? "" : `require __DIR__ . '/${file.path}';`}
${own}
$data = json_decode(file_get_contents(__DIR__ . '/behaviours.json'), true);
$segments = explode('/', explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
$segment = end($segments);
$does = $data['behaviours'][$segment] ?? $data['behaviours']['ok'];
http_response_code($_SERVER['REQUEST_METHOD'] === 'OPTIONS' ? $does['optionsStatus'] : $does['status']);
header($data['upstreamHeader'] . ': ' . ($segment === '' ? 'ok' : $segment));
foreach ([...$data['commonHeaders'], ...$does['headers']] as [$name, $value]) {
    header("$name: $value", false);
}
if ($does['reflects']) {
    header('Access-Control-Allow-Origin: ' . ($_SERVER['HTTP_ORIGIN'] ?? '*'));
    header('Access-Control-Allow-Credentials: true');
}
echo $does['body'];
`;
}
