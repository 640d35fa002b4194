import { existsSync } from "node:fs";
import type { RealServer } from "./real-server.ts";
import { partFor, putJson } from "./real-server.ts";
import { startProcess } from "./server-process.ts";

const allowing = 'add_header Access-Control-Allow-Origin "http://localhost:3000";';

const program = "/usr/sbin/nginx";

export const nginx: RealServer = {
  name: "nginx",
  missing: existsSync(program) ? null : "apt-get install nginx-light",
  mistakes: [
    { name: "sends no header", path: "/items", args: [], code: "CORS-O01" },
    { name: "fails without a header", path: "/down", args: [], code: "CORS-O02" },
    { name: "does not handle OPTIONS", path: "/file", args: putJson, code: "CORS-P01" },
    { name: "lets a preflight through, without a header", path: "/items", args: putJson, code: "CORS-P05" },
    {
      name: "wants a preflight to authenticate",
      path: "/private",
      args: [...putJson, "--credentials", "include"],
      code: "CORS-P02",
    },
    { name: "redirects for a slash", path: "/folder", args: [], code: "CORS-R03" },
    { name: "and the application behind it both allow", path: "/app", args: [], code: "CORS-O06", config: allowing },
    {
      name: "names another origin",
      path: "/items",
      args: [],
      code: "CORS-O03",
      config: 'add_header Access-Control-Allow-Origin "http://localhost:4000";',
      alsoAllowed: "http://localhost:4000",
    },
    {
      name: "allows everyone, and the page includes credentials",
      path: "/items",
      args: ["--credentials", "include"],
      code: "CORS-C01",
      config: "add_header Access-Control-Allow-Origin *;",
    },
    {
      name: "forgets in a block what it says outside",
      path: "/nested",
      args: putJson,
      code: "CORS-P05",
      config: `add_header Access-Control-Allow-Origin "http://localhost:3000";
        if ($request_method = OPTIONS) { add_header Access-Control-Max-Age 60; return 204; }`,
    },
    {
      name: "lists too few methods",
      path: "/items",
      args: putJson,
      code: "CORS-M01",
      config: `add_header Access-Control-Allow-Origin "http://localhost:3000";
        add_header Access-Control-Allow-Methods "GET, DELETE";
        add_header Access-Control-Allow-Headers "Content-Type, Authorization";
        if ($request_method = OPTIONS) { return 204; }`,
    },
  ],
  start: (port, { config = "", path }, fix) => {
    const http = partFor(fix, "in the http block");
    const lines = fix === null ? config : partFor(fix, "in the server block");
    // A location with an add_header of its own is where the fix has to go too.
    const [server, location] = path === "/nested" ? ["", lines] : [lines, ""];
    return startProcess(
      port,
      { "nginx.conf": source(port, http, server, location), file: "a file", index: "" },
      (folder) => [program, "-p", folder, "-c", "nginx.conf", "-e", "stderr"],
    );
  },
};

const source = (port: number, http: string, server: string, location: string): string => `
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
    listen unix:{folder}/app.sock;
    ${allowing}
    location / { return 200 "[]"; }
  }
  server {
    listen 127.0.0.1:${port};
    root {folder};
    ${server}
    location = /items { return 200 "[]"; }
    location = /down { proxy_pass http://127.0.0.1:1; }
    location = /private { auth_basic "private"; auth_basic_user_file nobody; try_files /file =404; }
    location = /app { proxy_pass http://unix:{folder}/app.sock; }
    location = /nested { ${location}
      try_files /file =404; }
    location = /folder { return 301 /folder/; }
    location = /folder/ { return 200 "[]"; }
  }
}
`;
