import { startProgram } from "../../../config/src/verify/server-process.ts";
import { inFront, mistakesOfApplication, page, putJson } from "./application.ts";
import type { RealServer } from "./real-server.ts";
import { filesOf, missingPrograms, partAt } from "./real-server.ts";

const program = "/usr/sbin/apache2";

export const apache: RealServer = {
  name: "apache",
  missing: missingPrograms([program], "apt-get install apache2"),
  mistakes: [
    ...mistakesOfApplication,
    { name: "503 has no header", path: "/down", args: [], code: "CORS-O02" },
    { name: "a file answers OPTIONS by itself", path: "/file", args: putJson, code: "CORS-P05" },
    {
      name: "Apache refuses OPTIONS",
      path: "/file",
      args: [...putJson, "--credentials", "include"],
      code: "CORS-P01",
      config: "<Location />\nAllowMethods GET\n</Location>",
    },
    {
      name: "Apache and the application behind it both allow",
      path: "/methods",
      args: [],
      code: "CORS-O06",
      config: `Header always set Access-Control-Allow-Origin "${page}"`,
    },
    {
      name: "Apache adds the header in both of its tables",
      path: "/file",
      args: [],
      code: "CORS-O06",
      config: `Header always set Access-Control-Allow-Origin "${page}"\nHeader set Access-Control-Allow-Origin "${page}"`,
    },
    {
      name: "Apache sets the header on success alone",
      path: "/file/nowhere",
      args: [],
      code: "CORS-O02",
      config: `Header set Access-Control-Allow-Origin "${page}"`,
    },
  ],
  start: (port, { config = "" }, fix) => {
    const site = fix === null ? config : `Include {folder}/${partAt(fix, /^included in the <VirtualHost>/).part.path}`;
    const command = [program, "-d", "{folder}", "-f", "{folder}/httpd.conf"];
    return inFront((application) =>
      startProgram(port, {
        files: { "httpd.conf": source(port, application, site), "site/file": "a file", ...filesOf(fix) },
        check: [...command, "-t"],
        command: [...command, "-DFOREGROUND"],
      }),
    );
  },
};

const proxyModules = ["proxy", "proxy_http"];
const modules = [
  "alias",
  "allowmethods",
  "authz_core",
  "dir",
  "headers",
  "mpm_event",
  ...proxyModules,
  "rewrite",
  "setenvif",
];

const source = (port: number, application: number, site: string): string => `
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Listen 127.0.0.1:${port}
ServerName localhost
PidFile {folder}/httpd.pid
Mutex posixsem
ErrorLog {folder}/error.log
User www-data
Group www-data
StartServers 1
ServerLimit 1
ThreadsPerChild 16
MaxRequestWorkers 16
<Directory {folder}>
  Require all granted
</Directory>
<VirtualHost 127.0.0.1:${port}>
  DocumentRoot {folder}/site
  ${site}
  ProxyPass "/file" "!"
  ProxyPass "/down" "http://127.0.0.1:1/" retry=0
  ProxyPass "/" "http://127.0.0.1:${application}/" retry=0
</VirtualHost>
`;
