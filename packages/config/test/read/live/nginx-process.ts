import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../../../src/verify/free-port.ts";

const program = "/usr/sbin/nginx";

export const isNginxMissing = !existsSync(program);

export interface RunningNginx {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** What an nginx is told beside what every test needs. */
export interface NginxParts {
  readonly http?: string;
  readonly server?: string;
  /** In the location of the path that answers. */
  readonly location?: string;
  /** Files beside the configuration. */
  readonly files?: Readonly<Record<string, string>>;
}

const address = "127.0.0.7";

/** Runs nginx in a folder of its own, with one path that answers and one whose application is down. */
export async function startNginx({
  http = "",
  server = "",
  location = "",
  files = {},
}: NginxParts): Promise<RunningNginx> {
  const folder = await mkdtemp(join(tmpdir(), "concors-live-"));
  // Started as root, it serves as somebody else.
  await chmod(folder, 0o755);
  const port = await freePort();
  await writeFile(join(folder, "nginx.conf"), configuration(port, http, server, location));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const child = spawn(program, ["-p", folder, "-c", "nginx.conf", "-e", "stderr"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt++) {
    if (await isOpen(port)) return { url: `http://${address}:${port}`, stop };
    await setTimeout(25);
  }
  await stop();
  throw new Error(`nginx did not start:\n${said}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

const configuration = (port: number, http: string, server: string, location: string): string => `
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${http}
  server {
    listen ${address}:${port};
    ${server}
    location = /items { ${location}
      return 200 "[]"; }
    location = /down { proxy_pass http://127.0.0.1:1; }
    location = /moved { return 301 /items; }
  }
}
`;
