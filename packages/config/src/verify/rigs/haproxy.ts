import { existsSync } from "node:fs";
import type { Rig, RigInput } from "../rig.ts";
import { freePort, startProgram } from "../server-process.ts";

const program = "/usr/sbin/haproxy";

export const haproxyRig: Rig = {
  target: "haproxy",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  missing: () => (existsSync(program) ? null : "apt-get install haproxy"),
  start: async (input) => {
    const port = await freePort();
    return startProgram(port, {
      files: { "haproxy.cfg": configuration(port, input) },
      // A warning is as good as an error.
      check: [program, "-c", "-q", "-dW", "-f", "{folder}/haproxy.cfg"],
      command: [program, "-db", "-f", "{folder}/haproxy.cfg"],
    });
  },
};

function configuration(port: number, { generated, upstreamPort, deadPort, own }: RigInput): string {
  return `
global
  maxconn 256
  nbthread 1
defaults
  mode http
  retries 0
  timeout connect 5s
  timeout client 30s
  timeout server 30s
userlist nobody
  user nobody insecure-password nothing
frontend site
  bind 127.0.0.1:${port}
${generated.files.map(({ text }) => text).join("")}
  ${own}
  http-request deny deny_status 413 if { req.hdr_val(content-length) gt 1024 }
  http-request auth realm private if { path_end /private } !{ http_auth(nobody) }
  use_backend down if { path_end /down }
  default_backend application
backend application
  server application 127.0.0.1:${upstreamPort}
backend down
  server nobody 127.0.0.1:${deadPort}
`;
}
