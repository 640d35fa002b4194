import { existsSync } from "node:fs";
import { freePort } from "../free-port.ts";
import type { Certificate, Rig, RigInput } from "../rig.ts";
import { filesOf, startProgram } from "../server-process.ts";

const program = "/usr/sbin/haproxy";

export const haproxyRig: Rig = {
  target: "haproxy",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  missing: () => (existsSync(program) ? null : "apt-get install haproxy"),
  start: async (input) => {
    const port = await freePort();
    return startProgram(port, {
      files: { "haproxy.cfg": configuration(port, input), ...filesOf(input), ...pemOf(input.certificate) },
      // A warning is as good as an error.
      check: [program, "-c", "-dW", "-f", "{folder}/haproxy.cfg"],
      command: [program, "-db", "-f", "{folder}/haproxy.cfg"],
    });
  },
};

/** Where HAProxy looks for a certificate and its key. */
export function pemOf(certificate: Certificate | undefined): Readonly<Record<string, string>> {
  return certificate === undefined ? {} : { "tls.pem": `${certificate.certificate}${certificate.key}` };
}

function configuration(port: number, input: RigInput): string {
  const { generated, upstreamPort, deadPort, own, around = "", certificate } = input;
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
${around}
frontend site
  bind 127.0.0.1:${port}${certificate === undefined ? "" : " ssl crt {folder}/tls.pem alpn h2"}
${generated.files.map(({ text }) => text).join("")}
  http-request deny deny_status 413 if { req.hdr_val(content-length) gt 1024 }
  http-request auth realm private if { path_end /private } !{ http_auth(nobody) }
  ${own}
  use_backend down if { path_end /down }
  default_backend application
backend application
  server application 127.0.0.1:${upstreamPort}
backend down
  server nobody 127.0.0.1:${deadPort}
`;
}
