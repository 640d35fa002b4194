import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import type { Rig, RigInput, RunningServer } from "../../../src/verify/index.ts";
import { freePort, startProgram } from "../../../src/verify/server-process.ts";
import { applicationLacks, behaviourData } from "./application.ts";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const workerd = join(root, "runtimes/node_modules/@cloudflare/workerd-linux-64/bin/workerd");

/** A Worker, bundled as it is deployed, in workerd. */
export const fetchRig: Rig = {
  target: "fetch",
  facts: { front: "none" },
  lacks: applicationLacks,
  missing: missingWorkerd,
  start: (input) => startWorker(input, worker(input.own)),
};

export function missingWorkerd(): string | null {
  return existsSync(workerd) ? null : "npm ci --prefix runtimes --ignore-scripts";
}

/** @param source of the module that imports what was generated from `./cors.js` */
export async function startWorker({ generated, certificate }: RigInput, source: string): Promise<RunningServer> {
  const port = await freePort();
  return startProgram(port, {
    files: {
      "worker.js": await bundled(generated.files[0]!.text, source),
      "config.capnp": configuration(port, certificate !== undefined),
      ...(certificate === undefined ? {} : { "tls.crt": certificate.certificate, "tls.key": certificate.key }),
    },
    command: [workerd, "serve", "config.capnp"],
  });
}

/** As the root of the project, so that packages are found. */
async function bundled(generated: string, source: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concors-worker-"));
  try {
    await writeFile(join(folder, "cors.js"), generated);
    await writeFile(join(folder, "worker.js"), source);
    const bundle = await rolldown({
      input: join(folder, "worker.js"),
      resolve: { mainFields: ["module", "main"], modules: [join(root, "node_modules")] },
    });
    const file = join(folder, "bundle.js");
    await bundle.write({ file, format: "esm" });
    return await readFile(file, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const worker = (own: string): string => `
import { withCors } from "./cors.js";
const { behaviours, commonHeaders, upstreamHeader } = ${behaviourData};
${own}
export default {
  fetch: withCors((request) => {
    const segment = new URL(request.url).pathname.split("/").at(-1);
    const { status, headers, reflects, optionsStatus, body } = behaviours[segment] ?? behaviours.ok;
    const list = new Headers([[upstreamHeader, segment || "ok"], ...commonHeaders, ...headers]);
    if (reflects) {
      list.set("Access-Control-Allow-Origin", request.headers.get("Origin") ?? "*");
      list.set("Access-Control-Allow-Credentials", "true");
    }
    return new Response(body === "" ? null : body, { status: request.method === "OPTIONS" ? optionsStatus : status, headers: list });
  }),
};
`;

/** TLS is workerd's own, which knows HTTP/1.1 alone. */
const configuration = (port: number, isSecure: boolean): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js")],
    compatibilityDate = "2026-01-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", ${isSecure ? secure : "http = ()"}, service = "main")],
);
`;

const secure =
  'https = (options = (), tlsOptions = (keypair = (privateKey = embed "tls.key", certificateChain = embed "tls.crt")))';
