import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { beside } from "./measurement.ts";
import type { Benchmark } from "./measurement.ts";
import { benchmarkPageFetch } from "./page-fetch.ts";
import { benchmarkPreflightCacheMemory } from "./preflight-cache-memory.ts";
import { tableOf } from "./table.ts";
import { benchmarkVerdicts } from "./verdicts.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const { gc } = globalThis;
if (gc === undefined) throw new Error("Run node with --expose-gc: the memory benchmark needs to collect garbage.");

const machine = `Node ${process.versions.node} on ${cpus()[0]?.model ?? "an unknown processor"}`;
if (!values.json) console.log(`${machine}\nMedians of interleaved rounds.\n`);

const collectGarbage = (): void => {
  gc();
};
const benchmarks: Benchmark[] = [];
for (const benchmark of [benchmarkVerdicts, benchmarkPageFetch, () => benchmarkPreflightCacheMemory(collectGarbage)]) {
  const finished = await benchmark();
  benchmarks.push(finished);
  if (!values.json) console.log(tableOf(finished));
}

if (values.json) {
  const results = benchmarks.map(({ title, measurements }) => ({
    title,
    measurements: measurements.map((measurement) => ({ ...measurement, ...beside(measurement) })),
  }));
  console.log(JSON.stringify({ machine, benchmarks: results }, null, 2));
}
