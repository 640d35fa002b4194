import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Rolldown from "rolldown";
import { freePort } from "../free-port.ts";
import type { Rig, RigInput, RunningServer } from "../rig.ts";
import { startProgram } from "../server-process.ts";
import { applicationLacks, behaviourData } from "./application.ts";
import { missingPackages, packageFolder } from "./installed.ts";

/** A Worker, bundled as it is deployed, in the project's own workerd. */
export const fetchRig: Rig = {
  target: "fetch",
  facts: { front: "none" },
  lacks: applicationLacks,
  missing: () => missingPackages("workerd", "rolldown", "concors"),
  start: (input) => startWorker(input, worker(input.own), installedWorkerd()),
};

/** The package is no more than the path of the program. */
function installedWorkerd(): string {
  const module = createRequire(resolve("module.js"))("workerd") as { readonly default: string };
  return module.default;
}

/** The rig with a workerd that is somewhere else. @param missing how to get it, if it is not there */
export function fetchRigWith(workerd: string, missing: () => string | null): Rig {
  return { ...fetchRig, missing, start: (input) => startWorker(input, worker(input.own), workerd) };
}

/**
 * @param source of the module that imports what was generated from `./cors.js`
 * @param workerd the program
 */
export async function startWorker(
  { generated, certificate }: RigInput,
  source: string,
  workerd: string,
): Promise<RunningServer> {
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

async function bundled(generated: string, source: string): Promise<string> {
  const { rolldown } = await loadRolldown();
  const folder = await mkdtemp(join(tmpdir(), "concors-worker-"));
  try {
    await writeFile(join(folder, "cors.js"), generated);
    await writeFile(join(folder, "worker.js"), source);
    const bundle = await rolldown({
      input: join(folder, "worker.js"),
      resolve: { mainFields: ["module", "main"], modules: [dirname(packageFolder("concors")!)] },
    });
    const file = join(folder, "bundle.js");
    await bundle.write({ file, format: "esm" });
    return await readFile(file, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** NB: The project's; who configures nginx needs no bundler. */
function loadRolldown(): Promise<typeof Rolldown> {
  const path = createRequire(resolve("module.js")).resolve("rolldown");
  return import(pathToFileURL(path).href) as Promise<typeof Rolldown>;
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
