import { existsSync } from "node:fs";
import type { Rig, RigInput } from "../rig.ts";
import { freePort, startProgram } from "../server-process.ts";

const program = "/usr/sbin/varnishd";

/** What VCL becomes is compiled at every start; nobody needs it to be fast here. */
const parameters = ["cc_command=exec gcc -O0 -fpic -shared -o %o %s", "thread_pools=1", "thread_pool_min=10"];

const command: readonly string[] = [
  `${program} -F -n {folder}/varnish -T none -s malloc,16m -f {folder}/default.vcl`.split(" "),
  parameters.flatMap((parameter) => ["-p", parameter]),
].flat();

export const varnishRig: Rig = {
  target: "varnish",
  facts: { upstream: "proxy", auth: "basic" },
  lacks: [],
  missing: () => (existsSync(program) ? null : "apt-get install varnish gcc"),
  start: async (input) => {
    const port = await freePort();
    const generated = Object.fromEntries(input.generated.files.map(({ path, text }) => [path, text]));
    return startProgram(port, {
      files: { "default.vcl": configuration(input), ...generated },
      // It prints what it made.
      check: ["/bin/sh", "-c", `${program} -C -f {folder}/default.vcl >/dev/null`],
      command: [...command, "-a", `127.0.0.1:${port}`],
    });
  },
};

function configuration({ generated, upstreamPort, deadPort, own }: RigInput): string {
  return `
vcl 4.1;
import std;
backend application { .host = "127.0.0.1"; .port = "${upstreamPort}"; }
backend nobody { .host = "127.0.0.1"; .port = "${deadPort}"; }
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
