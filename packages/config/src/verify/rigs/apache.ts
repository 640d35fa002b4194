import { existsSync } from "node:fs";
import { freePort } from "../free-port.ts";
import type { Rig, RigInput, RunningServer } from "../rig.ts";
import { filesOf, startProgram } from "../server-process.ts";

const program = "/usr/sbin/apache2";

const missing = (): string | null => (existsSync(program) ? null : "apt-get install apache2");

export const apacheRig: Rig = {
  target: "apache",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  missing,
  start: (input) => {
    const { generated, upstreamPort, deadPort, own } = input;
    return startApache(
      input,
      lines(
        "DocumentRoot {folder}/site",
        // An application's paths may have encoded slashes.
        "AllowEncodedSlashes NoDecode",
        ...generated.files.map(({ path }) => `Include {folder}/${path}`),
        own,
        `<LocationMatch "/private$">`,
        password,
        "Require valid-user",
        "</LocationMatch>",
        `ProxyPassMatch "^(.*/down)$" "http://127.0.0.1:${deadPort}$1" retry=0`,
        `ProxyPass "/" "http://127.0.0.1:${upstreamPort}/" nocanon retry=0`,
      ),
      { "site/index.html": "", ...filesOf(input) },
    );
  },
};

export const apacheHtaccessRig: Rig = {
  target: "apache-htaccess",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  missing,
  start: (input) => {
    const { generated, upstreamPort, deadPort, own } = input;
    const textOf = (suffix: string): string | undefined =>
      generated.files.find(({ path }) => path.endsWith(suffix))?.text;
    return startApache(
      input,
      lines(
        "DocumentRoot {folder}/site",
        // Else Apache answers them before it knows the folder.
        "AllowEncodedSlashes NoDecode",
        "<Directory {folder}/site>",
        "AllowOverride FileInfo AuthConfig",
        "</Directory>",
      ),
      {
        ...filesOf({ ...input, generated: { ...generated, files: [] } }),
        "site/.htaccess": lines(
          textOf(".htaccess") ?? "",
          own,
          `<If "%{REQUEST_URI} =~ m#/private$#">`,
          password,
          textOf("-require.conf") ?? "Require valid-user",
          "</If>",
          `RewriteRule "^(?:.*/)?down$" "http://127.0.0.1:${deadPort}/$0" [P,L]`,
          `RewriteRule "^(.*)$" "http://127.0.0.1:${upstreamPort}/$1" [P,L]`,
        ),
      },
    );
  },
};

function lines(...list: readonly string[]): string {
  return `${list.join("\n")}\n`;
}

const password = lines("AuthType Basic", 'AuthName "private"', "AuthUserFile {folder}/nobody");

const modules = [
  "mpm_event",
  "alias",
  "auth_basic",
  "authn_core",
  "authn_file",
  "authz_core",
  "authz_user",
  "headers",
  "proxy",
  "proxy_http",
  "rewrite",
  "setenvif",
];

/** @param site what the virtual host says */
async function startApache(
  input: RigInput,
  site: string,
  files: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const port = await freePort();
  const command = [program, "-d", "{folder}", "-f", "{folder}/httpd.conf"];
  return startProgram(port, {
    files: { "httpd.conf": configuration(port, input, site), nobody: "", ...files },
    check: [...command, "-t"],
    command: [...command, "-DFOREGROUND"],
  });
}

const secureModules = ["http2", "ssl"];

const secure = lines(
  "SSLEngine On",
  "SSLCertificateFile {folder}/tls.crt",
  "SSLCertificateKeyFile {folder}/tls.key",
  "Protocols h2",
);

function configuration(port: number, { around = "", certificate }: RigInput, site: string): string {
  const isSecure = certificate !== undefined;
  return `
${[...modules, ...(isSecure ? secureModules : [])].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Listen 127.0.0.1:${port}
ServerName api.example.net
PidFile {folder}/httpd.pid
Mutex posixsem
ErrorLog {folder}/error.log
User www-data
Group www-data
StartServers 1
ServerLimit 1
ThreadsPerChild 16
MaxRequestWorkers 16
MaxKeepAliveRequests 0
<Directory {folder}>
  Require all granted
</Directory>
${around}
<VirtualHost 127.0.0.1:${port}>
${isSecure ? secure : ""}
${site}
</VirtualHost>
`;
}
