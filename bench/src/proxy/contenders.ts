import { fork, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A server at work, in a single process. */
export interface Running {
  readonly pid: number;
  /** What comes before the path on the target: of a proxy that is asked for a whole URL, that of the target as well. */
  readonly base: string;
  readonly stop: () => Promise<void>;
}

/** What stands between a page and a target. */
export interface Contender {
  readonly name: "concors" | "cors-anywhere" | "nginx" | "HAProxy";
  /** @param target port on loopback */
  readonly start: (target: number) => Promise<Running>;
}

export const contenders: readonly Contender[] = [
  { name: "concors", start: (target) => startScript("serve-concors.js", target) },
  { name: "cors-anywhere", start: (target) => startScript("serve-cors-anywhere.js", target) },
  { name: "nginx", start: (target) => startNginx((port) => nginxProxy(port, target)) },
  { name: "HAProxy", start: startHaproxy },
];

/** This proxy, in several processes. */
export function startWorkers(workers: number, target: number): Promise<Running> {
  return startScript("serve-concors.js", target, [String(workers)]);
}

/** A server that answers `/1k` and `/1m`. */
export function startTarget(): Promise<Running> {
  return startNginx(nginxTarget, { "1k": "x".repeat(1024), "1m": "x".repeat(1024 ** 2) });
}

async function startScript(name: string, target: number, args: readonly string[] = []): Promise<Running> {
  const child = fork(new URL(name, import.meta.url), args, { env: { ...process.env, NODE_ENV: "production" } });
  const [port] = (await once(child, "message")) as [number];
  return running(child, `http://127.0.0.1:${port}/http://127.0.0.1:${target}`);
}

const nginxTarget = (port: number): string => `server { listen 127.0.0.1:${port} backlog=1024; root {folder}; }`;

const nginxProxy = (port: number, target: number): string => `
  upstream target { server 127.0.0.1:${target}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port} backlog=1024;
    location / {
      proxy_pass http://target;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      add_header Access-Control-Allow-Origin "*";
    }
  }`;

/** @param server its part of the configuration; `{folder}` stands for a folder that has the files in it */
async function startNginx(
  server: (port: number) => string,
  files: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const configuration = (port: number): string => `
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  scgi_temp_path {folder}/scgi;
  uwsgi_temp_path {folder}/uwsgi;
  sendfile on;
  ${server(port)}
}`;
  return startProgram(configuration, (file) => ["nginx", "-e", "stderr", "-c", file], files);
}

function startHaproxy(target: number): Promise<Running> {
  const configuration = (port: number): string => `
global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend pages
  bind 127.0.0.1:${port} backlog 1024
  http-response set-header Access-Control-Allow-Origin "*"
  default_backend target
backend target
  http-reuse always
  server target 127.0.0.1:${target}
`;
  return startProgram(configuration, (file) => ["haproxy", "-db", "-f", file]);
}

async function startProgram(
  configuration: (port: number) => string,
  command: (file: string) => readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "concors-bench-"));
  const port = await freePort();
  const file = join(folder, "configuration");
  await writeFile(file, configuration(port).replaceAll("{folder}", folder));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const [program, ...args] = command(file);
  const child = spawn(program!, args, { stdio: ["ignore", "inherit", "inherit"] });
  await once(child, "spawn");
  await accepts(port, child);
  const { stop, ...rest } = running(child, `http://127.0.0.1:${port}`);
  return { ...rest, stop: () => stop().then(() => rm(folder, { recursive: true, force: true })) };
}

function running(child: ChildProcess, base: string): Running {
  return {
    pid: child.pid!,
    base,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function accepts(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "close").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    await setTimeout(20);
  }
  throw new Error(`${child.spawnfile} ended before it listened.`);
}
