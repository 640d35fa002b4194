import { existsSync } from "node:fs";
import type { RealServer } from "./real-server.ts";
import { partFor, putJson } from "./real-server.ts";
import { startProcess } from "./server-process.ts";

const program = "/usr/sbin/apache2";

export const apache: RealServer = {
  name: "apache",
  missing: existsSync(program) ? null : "apt-get install apache2",
  mistakes: [
    { name: "sends no header", path: "/file", args: [], code: "CORS-O01" },
    { name: "fails without a header", path: "/nowhere", args: [], code: "CORS-O02" },
    { name: "answers OPTIONS itself", path: "/file", args: putJson, code: "CORS-P05" },
    {
      name: "refuses OPTIONS",
      path: "/file",
      args: [...putJson, "--credentials", "include"],
      code: "CORS-P01",
      config: "<Location />\nAllowMethods GET\n</Location>",
    },
    {
      name: "names another origin",
      path: "/file",
      args: [],
      code: "CORS-O03",
      config: 'Header set Access-Control-Allow-Origin "http://localhost:4000"',
      alsoAllowed: "http://localhost:4000",
    },
    {
      name: "adds the header in both of its tables",
      path: "/file",
      args: [],
      code: "CORS-O06",
      config:
        'Header always set Access-Control-Allow-Origin "http://localhost:3000"\nHeader set Access-Control-Allow-Origin "http://localhost:3000"',
    },
    {
      name: "sets the header on success alone",
      path: "/nowhere",
      args: [],
      code: "CORS-O02",
      config: 'Header set Access-Control-Allow-Origin "http://localhost:3000"',
    },
  ],
  start: (port, { config = "" }, fix) =>
    startProcess(
      port,
      { "httpd.conf": source(port, fix === null ? config : partFor(fix, "in the <VirtualHost>")), file: "a file" },
      (folder) => [program, "-d", folder, "-f", "httpd.conf", "-DFOREGROUND"],
    ),
};

const modules = ["mpm_event", "authz_core", "headers", "rewrite", "setenvif", "allowmethods", "dir", "alias"];

const source = (port: number, site: string): string => `
ServerRoot {folder}
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Listen 127.0.0.1:${port}
ServerName localhost
PidFile httpd.pid
Mutex posixsem
ErrorLog error.log
User www-data
Group www-data
<Directory {folder}>
  Require all granted
</Directory>
<VirtualHost 127.0.0.1:${port}>
  DocumentRoot {folder}
  ${site}
</VirtualHost>
`;
