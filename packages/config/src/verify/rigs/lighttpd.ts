import { existsSync } from "node:fs";
import type { Rig, RigInput } from "../rig.ts";
import { freePort, startProgram } from "../server-process.ts";

const program = "/usr/sbin/lighttpd";
const lua = "/usr/lib/lighttpd/mod_magnet.so";

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
    const generated = input.generated.files.map(({ path, text }) => [path, here(text)] as const);
    return startProgram(port, {
      files: {
        "lighttpd.conf": configuration(port, input),
        nobody: "nobody:nothing\n",
        ...Object.fromEntries(generated),
      },
      check: [program, "-tt", "-f", "{folder}/lighttpd.conf"],
      command: [program, "-D", "-f", "{folder}/lighttpd.conf"],
    });
  },
};

function configuration(port: number, { generated, upstreamPort, deadPort, own }: RigInput): string {
  const proxy = (to: number): string => `proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => ${to} ) ) )`;
  return `
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "{folder}"
server.max-keep-alive-requests = 65535
server.max-request-size = 1
server.modules = ( "mod_auth", "mod_authn_file", "mod_proxy" )
${generated.files.map(({ path }) => (path.endsWith(".conf") ? `include "${path}"` : "")).join("\n")}
${own}
auth.backend = "plain"
auth.backend.plain.userfile = "{folder}/nobody"
$HTTP["url"] =~ "/private$" {
  auth.require = ( "" => ( "method" => "basic", "realm" => "private", "require" => "valid-user" ) )
}
$HTTP["url"] =~ "/down$" {
  ${proxy(deadPort)}
} else $HTTP["url"] =~ "" {
  ${proxy(upstreamPort)}
}
`;
}
