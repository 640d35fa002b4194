import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { corsAnywhere } from "./run-in-network.ts";
import type { TestNetwork } from "./run-in-network.ts";

/** What Mocha says of a run. */
export interface MochaReport {
  readonly stats: { readonly tests: number; readonly passes: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string } }[];
}

/** Runs the tests that cors-anywhere was published with, as they are, against this package's compat. */
export async function runSuite(network: TestNetwork): Promise<MochaReport> {
  const [preload, fixture, server] = await Promise.all(
    ["preload.ts", "fixture.ts", "peer-server.ts"].map(network.bundle),
  );
  // `require` of it gives the function itself.
  const rateLimit = join(network.folder, "rate-limit.cjs");
  await writeFile(rateLimit, `module.exports = require(${JSON.stringify(server)}).createRateLimitChecker;\n`);
  const report = join(network.folder, "report.json");
  const mocha = createRequire(import.meta.url).resolve("mocha/bin/_mocha");
  const reporter = ["--reporter=json", `--reporter-option=output=${report}`];
  const environment = {
    NODE_OPTIONS: `--require=${preload}`,
    PEER_FIXTURE: fixture!,
    PEER_SERVER: server!,
    PEER_RATE_LIMIT: rateLimit,
  };
  try {
    await network.run(
      [
        process.execPath,
        mocha,
        "--exit",
        "--timeout=20000",
        "--retries=1",
        ...reporter,
        join(corsAnywhere, "test", "test*.js"),
      ],
      environment,
    );
  } catch (error) {
    // Its status is how many tests failed.
    if (typeof (error as { readonly code?: unknown }).code !== "number") throw error;
  }
  return JSON.parse(await readFile(report, "utf8")) as MochaReport;
}
