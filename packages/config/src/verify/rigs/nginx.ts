import { existsSync } from "node:fs";
import { freePort } from "../free-port.ts";
import { twoLines } from "../matrix.ts";
import type { Rig, RigInput } from "../rig.ts";
import { filesOf, startProgram } from "../server-process.ts";
import { nginxHead } from "./nginx-head.ts";

const program = "/usr/sbin/nginx";

const firstLine = "no browser sends two lines of origin, of which nginx before 1.23 reads the first";

export const nginxRig: Rig = {
  target: "nginx",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  // No variable has the others: since 1.23 it joins them.
  exceptions: {
    [twoLines.lastStrange]: firstLine,
    [twoLines.alike]: firstLine,
    [twoLines.preflight]: firstLine,
  },
  missing: () => (existsSync(program) ? null : "apt-get install nginx-light"),
  start: async (input) => {
    const port = await freePort();
    return startProgram(port, {
      files: { "nginx.conf": configuration(port, input), ...filesOf(input) },
      check: [program, "-p", "{folder}", "-c", "nginx.conf", "-e", "stderr", "-t", "-q"],
      command: [program, "-p", "{folder}", "-c", "nginx.conf", "-e", "stderr"],
    });
  },
};

/** What is generated goes into `http` and `server`; what a user has may go into each `location`. */
function configuration(port: number, input: RigInput): string {
  const { generated, upstreamPort, deadPort, own, around = "", certificate } = input;
  const include = (suffix: string): string => {
    const file = generated.files.find(({ path }) => path.endsWith(suffix));
    return file === undefined ? "" : `include ${file.path};`;
  };
  return `${nginxHead}
  ${include("-http.conf")}
  ${around}
  server {
    ${
      certificate === undefined
        ? `listen 127.0.0.1:${port};`
        : `listen 127.0.0.1:${port} ssl http2; ssl_certificate tls.crt; ssl_certificate_key tls.key;`
    }
    server_name api.example.net;
    keepalive_requests 100000;
    client_max_body_size 1k;
    ${include("-server.conf")}
    ${own}
    location / {
      ${include("-location.conf")}
      proxy_pass http://127.0.0.1:${upstreamPort};
    }
    location ~ /down$ {
      ${include("-location.conf")}
      proxy_pass http://127.0.0.1:${deadPort};
    }
    location ~ /private$ {
      ${include("-location.conf")}
      auth_basic "private";
      auth_basic_user_file nobody;
      proxy_pass http://127.0.0.1:${upstreamPort};
    }
  }
}
`;
}
