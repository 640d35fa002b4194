import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { generateReverseProxy } from "../../src/index.ts";
import type { ReverseProxyName } from "../../src/index.ts";
import type { Program } from "../support/program.ts";

/** A real server, with the little around what is generated that it takes to start it. */
export interface Rig {
  readonly name: ReverseProxyName;
  /** How to get it, if it is not here. */
  readonly missing: string | null;
  readonly program: (ports: Ports) => Program;
}

interface Ports {
  readonly port: number;
  readonly frontend: number;
  readonly api: number;
}

function textsOf(name: ReverseProxyName, { port, frontend, api }: Ports): readonly string[] {
  // Vite is the frontend.
  const pages = name === "vite" ? port : frontend;
  const options = { frontend: `127.0.0.1:${pages}`, api: `127.0.0.1:${api}`, prefix: "/v1.0/api" };
  return generateReverseProxy(name, options).files.map(({ text }) => text);
}

function installed(program: string, packageName: string): string | null {
  return existsSync(program) ? null : `apt-get install ${packageName}`;
}

const viteProgram = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js");

export const rigs: readonly Rig[] = [
  {
    name: "nginx",
    missing: installed("/usr/sbin/nginx", "nginx-light"),
    program: (ports) => {
      const [http = "", server = ""] = textsOf("nginx", ports);
      const command = ["/usr/sbin/nginx", "-p", "{folder}", "-c", "nginx.conf", "-e", "stderr"];
      return {
        files: { "nginx.conf": nginxConf(ports.port, http, server) },
        check: [...command, "-t"],
        command,
        port: ports.port,
      };
    },
  },
  {
    name: "apache",
    missing: installed("/usr/sbin/apache2", "apache2"),
    program: (ports) => {
      const command = ["/usr/sbin/apache2", "-d", "{folder}", "-f", "httpd.conf"];
      return {
        files: { "httpd.conf": apacheConf(ports.port, textsOf("apache", ports).join("")) },
        check: [...command, "-t"],
        command: [...command, "-DFOREGROUND"],
        port: ports.port,
      };
    },
  },
  {
    name: "caddy",
    missing: installed("/usr/bin/caddy", "caddy"),
    program: (ports) => {
      const file = `{\n\tadmin off\n\tauto_https off\n}\nhttp://127.0.0.1:${ports.port} {\n${textsOf("caddy", ports).join("")}}\n`;
      return {
        files: { Caddyfile: file },
        check: ["/usr/bin/caddy", "validate", "--config", "{folder}/Caddyfile"],
        command: ["/usr/bin/caddy", "run", "--config", "{folder}/Caddyfile"],
        port: ports.port,
      };
    },
  },
  {
    name: "haproxy",
    missing: installed("/usr/sbin/haproxy", "haproxy"),
    program: (ports) => {
      const [frontend = "", backends = ""] = textsOf("haproxy", ports);
      const timeouts = "  timeout connect 5s\n  timeout client 5s\n  timeout server 5s\n";
      const file = `defaults\n  mode http\n${timeouts}frontend front\n  bind 127.0.0.1:${ports.port}\n${frontend}${backends}`;
      return {
        files: { "haproxy.cfg": file },
        check: ["/usr/sbin/haproxy", "-c", "-f", "{folder}/haproxy.cfg"],
        command: ["/usr/sbin/haproxy", "-db", "-f", "{folder}/haproxy.cfg"],
        port: ports.port,
      };
    },
  },
  {
    name: "vite",
    missing: existsSync(viteProgram) ? null : "npm install",
    program: (ports) => ({
      files: {
        // Found from the folder, which has no node_modules.
        "vite.config.js": textsOf("vite", ports).join("").replace('import { defineConfig } from "vite";', viteStandIn),
        "package.json": '{ "type": "module" }',
        "index.html": "<!doctype html><title>pages</title>",
        "v1x0/api/index.html": "pages",
      },
      command: [process.execPath, viteProgram],
      port: ports.port,
    }),
  },
];

const viteStandIn = "const defineConfig = (config) => config;";

const nginxConf = (port: number, http: string, server: string): string => `
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
    listen 127.0.0.1:${port};
    ${server}
  }
}
`;

const apacheModules = ["mpm_event", "authz_core", "headers", "proxy", "proxy_http"];

const apacheConf = (port: number, site: string): string => `
ServerRoot {folder}
${apacheModules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Listen 127.0.0.1:${port}
ServerName localhost
PidFile httpd.pid
Mutex posixsem
ErrorLog error.log
User www-data
Group www-data
<VirtualHost 127.0.0.1:${port}>
${site}
</VirtualHost>
`;
