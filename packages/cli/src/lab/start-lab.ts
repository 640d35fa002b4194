import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { startDemoSites } from "../demo/demo-sites.ts";
import type { Io } from "../io.ts";
import { version } from "../version.ts";
import { createApi } from "./api.ts";
import { issueSiteCertificate } from "./certificate.ts";
import { checkExamples } from "./check/check-examples.ts";
import { createCheck } from "./check/create-check.ts";
import { labListener } from "./lab-listener.ts";
import { closeNow, listen } from "./listen.ts";
import { readPageFiles } from "./page-files.ts";
import { startSites } from "./sites.ts";
import type { LabInfo } from "./wire.ts";

export interface LabOptions {
  /** 0 for one that is free. */
  readonly port: number;
  /** Where the built page is; where the build puts it, if left out. */
  readonly page?: string;
  /** Whether its sites speak https too; if left out they do, where a certificate can be made. */
  readonly isSecure?: boolean;
}

/** A Lab that runs. */
export interface StartedLab {
  /** `http://127.0.0.1:2677` */
  readonly origin: string;
  /** Why its sites do not speak https; null if they do. */
  readonly whyNoHttps: string | null;
  readonly close: () => Promise<void>;
}

/** @throws UsageError if the page is not built, or it cannot listen there */
export async function startLab(
  options: LabOptions,
  io: Pick<Io, "env" | "lookup" | "writeError">,
): Promise<StartedLab> {
  const files = readPageFiles(options.page ?? builtPage);
  const certificate = options.isSecure === false ? null : await issueSiteCertificate();
  const whyNoHttps = certificate === null ? noHttps : null;
  // Recordings are long, and come from this machine.
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 10_000 });
  const origin = `http://127.0.0.1:${await listen(server, options.port)}`;
  const sites = await startSites(origin, certificate);
  const demo = await startDemoSites();
  const info: LabInfo = { version: version(), sites: sites.origins, whyNoHttps, examples: checkExamples(demo) };
  server.on(
    "request",
    labListener({
      identity: { origin, token: randomBytes(24).toString("base64url") },
      files,
      info,
      sites: sites.origins,
      api: createApi({
        info,
        runs: sites.runs,
        check: createCheck(io),
        onMistake: (error) => io.writeError(`concors: ${error instanceof Error ? error.stack : String(error)}\n`),
      }),
    }),
  );
  const close = async (): Promise<void> => void (await Promise.all([closeNow(server), sites.close(), demo.close()]));
  return { origin, whyNoHttps, close };
}

const builtPage = fileURLToPath(new URL("../../dist/lab-page", import.meta.url));

const noHttps = "Its sites speak http alone: the package selfsigned, which makes certificates, is not installed.";
