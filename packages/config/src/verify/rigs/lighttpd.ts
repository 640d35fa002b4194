import { existsSync } from "node:fs";
import { freePort } from "../free-port.ts";
import type { Rig, RigInput } from "../rig.ts";
import { filesOf, startProgram } from "../server-process.ts";

const program = "/usr/sbin/lighttpd";
const lua = "/usr/lib/lighttpd/mod_magnet.so";

/** It takes a configuration that it warns of; here, a warning is as good as an error. */
const check: readonly string[] = [
  "/bin/sh",
  "-c",
  `said=$(${program} -tt -f {folder}/lighttpd.conf 2>&1) && test -z "$said" || { echo "$said"; exit 1; }`,
];

export const lighttpdRig: Rig = {
  target: "lighttpd",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  // A loss says so.
  refuses: ["PURGE", "patch"],
  missing: () => (existsSync(program) && existsSync(lua) ? null : "apt-get install lighttpd lighttpd-modules-lua"),
  start: async (input) => {
    const port = await freePort();
    const here = (text: string): string => text.replaceAll("/etc/lighttpd/", "{folder}/");
    const files = Object.entries(filesOf(input)).map(([name, text]) => [name, here(text)] as const);
    return startProgram(port, {
      files: {
        "lighttpd.conf": configuration(port, input),
        nobody: "nobody:nothing\n",
        ...Object.fromEntries(files),
      },
      check,
      command: [program, "-D", "-f", "{folder}/lighttpd.conf"],
    });
  },
};

const secure = `
server.modules += ( "mod_openssl" )
ssl.engine = "enable"
ssl.pemfile = "{folder}/tls.crt"
ssl.privkey = "{folder}/tls.key"
`;

function configuration(port: number, input: RigInput): string {
  const { generated, upstreamPort, deadPort, own, around = "", certificate } = input;
  const proxy = (to: number): string => `proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => ${to} ) ) )`;
  return `
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "{folder}/site"
server.max-keep-alive-requests = 65535
server.max-request-size = 1
server.modules = ( "mod_auth", "mod_authn_file", "mod_proxy" )
${certificate === undefined ? "" : secure}
${around}
${generated.files.map(({ path }) => (path.endsWith(".conf") ? `include "${path}"` : "")).join("\n")}
${own}
auth.backend = "plain"
auth.backend.plain.userfile = "{folder}/nobody"
$HTTP["url"] =~ "/private$" {
  auth.require = ( "" => ( "method" => "basic", "realm" => "private", "require" => "valid-user" ) )
}
$HTTP["url"] =~ "^/files/" {
} else $HTTP["url"] =~ "/down$" {
  ${proxy(deadPort)}
} else $HTTP["url"] =~ "" {
  ${proxy(upstreamPort)}
}
`;
}
