import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { beside } from "./measurement.ts";
import type { Benchmark } from "./measurement.ts";
import { benchmarkPageFetch } from "./page-fetch.ts";
import { benchmarkDecisions } from "./policy-decisions.ts";
import { benchmarkLimits } from "./policy-limits.ts";
import { benchmarkPreflightCacheMemory } from "./preflight-cache-memory.ts";
import { benchmarkProxy } from "./proxy.ts";
import { benchmarkServers } from "./servers.ts";
import { tableOf } from "./table.ts";
import { benchmarkVerdicts } from "./verdicts.ts";

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const { gc } = globalThis;
if (gc === undefined) throw new Error("Run node with --expose-gc: the memory benchmark needs to collect garbage.");

const machine = `Node ${process.versions.node} on ${cpus()[0]?.model ?? "an unknown processor"}`;
if (!values.json) console.log(`${machine}\nMedians of interleaved rounds.\n`);

const collectGarbage = (): void => {
  gc();
};
/** What can be asked for by name; all of it by default, and first what measures memory. */
const known: Readonly<Record<string, () => Promise<Benchmark | Benchmark[]> | Benchmark>> = {
  policy: async () => [benchmarkLimits(collectGarbage), ...(await benchmarkDecisions())],
  verdicts: benchmarkVerdicts,
  "page-fetch": benchmarkPageFetch,
  "preflight-cache-memory": () => benchmarkPreflightCacheMemory(collectGarbage),
  servers: benchmarkServers,
  proxy: benchmarkProxy,
};
const benchmarks: Benchmark[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(known)) {
  const benchmark = known[name];
  if (benchmark === undefined) throw new Error(`There is no benchmark ${name}, but ${Object.keys(known).join(", ")}.`);
  const finished = [await benchmark()].flat();
  benchmarks.push(...finished);
  if (!values.json) for (const each of finished) console.log(tableOf(each));
}

if (values.json) {
  const results = benchmarks.map(({ title, measurements }) => ({
    title,
    measurements: measurements.map((measurement) => ({ ...measurement, ...beside(measurement) })),
  }));
  console.log(JSON.stringify({ machine, benchmarks: results }, null, 2));
}
