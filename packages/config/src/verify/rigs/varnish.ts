import { existsSync } from "node:fs";
import { freePort } from "../free-port.ts";
import type { Rig, RigInput, RunningServer } from "../rig.ts";
import { filesOf, startProgram } from "../server-process.ts";
import { pemOf } from "./haproxy.ts";

const program = "/usr/sbin/varnishd";

/** What VCL becomes is compiled at every start; nobody needs it to be fast here. */
const parameters = [
  "cc_command=exec gcc -O0 -fpic -shared -o %o %s",
  "thread_pools=1",
  "thread_pool_min=10",
  "feature=+http2",
];

const command: readonly string[] = [
  program,
  ...parameters.flatMap((parameter) => ["-p", parameter]),
  ..."-F -n {folder}/varnish -T none -s malloc,16m -f {folder}/default.vcl".split(" "),
];

/** It prints what it made of the VCL, which is long, or what is wrong with it. */
const check: readonly string[] = [
  "/bin/sh",
  "-c",
  `${program} -p '${parameters[0]}' -C -f {folder}/default.vcl >{folder}/made 2>&1 || { tail -n 40 {folder}/made; exit 1; }`,
];

export const varnishRig: Rig = {
  target: "varnish",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  missing: () => (existsSync(program) ? null : "apt-get install varnish gcc"),
  start: async (input) => {
    const server = await startVarnish(input);
    if (input.certificate === undefined) return server;
    try {
      const { port, folder, stop } = await startTls(input, server.port);
      return { port, folder, stop: async () => void (await Promise.all([stop(), server.stop()])) };
    } catch (error) {
      await server.stop();
      throw error;
    }
  },
};

async function startVarnish(input: RigInput): Promise<RunningServer> {
  const port = await freePort();
  return startProgram(port, {
    files: { "default.vcl": configuration(input), ...filesOf(input) },
    check,
    command: [...command, "-a", `127.0.0.1:${port}`],
  });
}

/** Varnish knows no TLS: another program takes it off, and passes on the HTTP/2 inside. */
async function startTls(input: RigInput, varnishPort: number): Promise<RunningServer> {
  const port = await freePort();
  const text = `
defaults
  timeout connect 5s
  timeout client 30s
  timeout server 30s
listen tls
  bind 127.0.0.1:${port} ssl crt {folder}/tls.pem alpn h2
  server varnish 127.0.0.1:${varnishPort}
`;
  return startProgram(port, {
    files: { "haproxy.cfg": text, ...pemOf(input.certificate) },
    command: ["/usr/sbin/haproxy", "-db", "-f", "{folder}/haproxy.cfg"],
  });
}

function configuration({ generated, upstreamPort, deadPort, own, around = "" }: RigInput): string {
  return `
vcl 4.1;
import std;
backend application { .host = "127.0.0.1"; .port = "${upstreamPort}"; }
backend nobody { .host = "127.0.0.1"; .port = "${deadPort}"; }
${around}
${generated.files.map(({ path }) => `include "{folder}/${path}";`).join("\n")}
${own}
sub vcl_recv {
  if (std.integer(req.http.Content-Length, 0) > 1024) {
    return (synth(413));
  }
  if (req.url ~ "/private$" && req.http.Authorization != "Basic bm9ib2R5Om5vdGhpbmc=") {
    return (synth(401));
  }
  if (req.url ~ "/down$") {
    set req.backend_hint = nobody;
  }
}
`;
}
