import { freePort } from "../../../config/src/verify/free-port.ts";
import { startProgram } from "../../../config/src/verify/server-process.ts";
import { behaviours, mistakesOfApplication } from "./application.ts";
import type { RealServer } from "./real-server.ts";
import { filesOf, missingPrograms, saidBy } from "./real-server.ts";
import { nginxHead } from "./nginx-head.ts";

const programs = { php: "/usr/bin/php-cgi", nginx: "/usr/sbin/nginx" };

/** PHP behind nginx, as FastCGI. */
export const php: RealServer = {
  name: "php",
  missing: missingPrograms(Object.values(programs), "apt-get install php-cgi nginx-light"),
  mistakes: mistakesOfApplication,
  start: async (port, _, fix) => {
    const [required = ""] = saidBy(fix, /^included first by the front controller: (require .*;)$/);
    const phpPort = await freePort();
    const application = await startProgram(phpPort, {
      files: { "index.php": source(required), "behaviours.json": JSON.stringify(behaviours), ...filesOf(fix) },
      command: [programs.php, "-d", "expose_php=1", "-d", "display_errors=0", "-b", `127.0.0.1:${phpPort}`],
    });
    try {
      const nginx = await startProgram(port, {
        files: { "nginx.conf": configuration(port, phpPort, application.folder) },
        command: [programs.nginx, "-p", "{folder}", "-c", "nginx.conf", "-e", "stderr"],
      });
      return { ...nginx, stop: async () => void (await Promise.all([nginx.stop(), application.stop()])) };
    } catch (error) {
      await application.stop();
      throw error;
    }
  },
};

const source = (required: string): string => `<?php
${required}
$path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
if ($path === '/broken') {
    throw new RuntimeException('broken');
}
$does = json_decode(file_get_contents(__DIR__ . '/behaviours.json'), true)[$path] ?? null;
if ($does === null) {
    http_response_code(404);
    exit;
}
foreach ($does['headers'] as [$name, $value]) {
    header("$name: $value", false);
}
http_response_code($does[$_SERVER['REQUEST_METHOD'] === 'OPTIONS' ? 'optionsStatus' : 'status']);
`;

const configuration = (port: number, phpPort: number, folder: string): string => `
${nginxHead}
  server {
    listen 127.0.0.1:${port};
    location / {
      fastcgi_pass 127.0.0.1:${phpPort};
      fastcgi_param SCRIPT_FILENAME ${folder}/index.php;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param REQUEST_URI $request_uri;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param REDIRECT_STATUS 200;
    }
  }
}
`;
