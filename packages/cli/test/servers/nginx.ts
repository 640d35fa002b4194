import { startProgram } from "../../../config/src/verify/server-process.ts";
import { inFront, mistakesOfApplication, page, putJson } from "./application.ts";
import type { RealServer } from "./real-server.ts";
import { filesOf, missingPrograms, partAt, said } from "./real-server.ts";
import { nginxHead } from "./nginx-head.ts";

const program = "/usr/sbin/nginx";
const allowing = `add_header Access-Control-Allow-Origin "${page}";`;

export const nginx: RealServer = {
  name: "nginx",
  missing: missingPrograms([program], "apt-get install nginx-light"),
  mistakes: [
    ...mistakesOfApplication,
    { name: "502 has no header", path: "/down", args: [], code: "CORS-O02" },
    { name: "a file does not handle OPTIONS", path: "/file", args: putJson, code: "CORS-P01" },
    {
      name: "nginx itself wants a preflight to authenticate",
      path: "/password",
      args: [...putJson, "--credentials", "include"],
      code: "CORS-P02",
    },
    { name: "the fix is for that path alone", path: "/items", args: putJson, code: "CORS-P05", onlyPath: true },
    { name: "nginx redirects for a slash", path: "/folder", args: [], code: "CORS-R03" },
    {
      name: "nginx and the application behind it both allow",
      path: "/methods",
      args: [],
      code: "CORS-O06",
      config: allowing,
    },
    {
      name: "nginx sends the header on success alone",
      path: "/nowhere",
      args: [],
      code: "CORS-O02",
      config: allowing,
    },
    {
      name: "nginx names another origin",
      path: "/file",
      args: [],
      code: "CORS-O03",
      config: 'add_header Access-Control-Allow-Origin "http://localhost:4000";',
      alsoAllowed: "http://localhost:4000",
    },
    {
      name: "a block forgets what is said outside",
      path: "/nested",
      args: putJson,
      code: "CORS-P05",
      config: `${allowing} if ($request_method = OPTIONS) { add_header Access-Control-Max-Age 60; return 204; }`,
    },
  ],
  start: (port, { config = "", onlyPath, path }, fix) => {
    const include = (place: RegExp): string => (fix === null ? "" : `include ${partAt(fix, place).part.path};`);
    const http = include(/^included in the http block, once$/);
    const [wrong, wrongNested] = path === "/nested" ? ["", config] : [config, ""];
    const everywhere = include(/^included in the server block$/);
    const [inLocation] = onlyPath === true ? said(fix?.forPath, /^(include .*;) in location \/items \{/) : [""];
    const server = fix === null ? wrong : onlyPath === true ? "" : everywhere;
    const nested =
      fix === null
        ? wrongNested
        : include(/included again in each location that has an add_header or a proxy_hide_header/);
    return inFront((application) =>
      startProgram(port, {
        files: {
          "nginx.conf": source({ port, application, http, server, nested, items: inLocation ?? "" }),
          ...filesOf(fix),
          file: "a file",
          nobody: "",
        },
        check: [program, "-p", "{folder}", "-c", "nginx.conf", "-e", "stderr", "-t", "-q"],
        command: [program, "-p", "{folder}", "-c", "nginx.conf", "-e", "stderr"],
      }),
    );
  },
};

interface Configuration {
  readonly port: number;
  readonly application: number;
  readonly http: string;
  readonly server: string;
  readonly nested: string;
  readonly items: string;
}

const source = ({ port, application, http, server, nested, items }: Configuration): string => `
${nginxHead}
  ${http}
  server {
    listen 127.0.0.1:${port};
    root {folder};
    ${server}
    location / { proxy_pass http://127.0.0.1:${application}; }
    location /items { ${items} proxy_pass http://127.0.0.1:${application}; }
    location = /down { proxy_pass http://127.0.0.1:1; }
    location = /file { try_files /file =404; }
    location = /password { auth_basic "private"; auth_basic_user_file nobody; try_files /file =404; }
    location = /nested { add_header X-Own "1"; ${nested}
      try_files /file =404; }
    location = /folder { return 301 /folder/; }
    location = /folder/ { return 200 "[]"; }
  }
}
`;
