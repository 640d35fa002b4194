import type { EngineName } from "@concors/browser/engine";
import { profiles } from "@concors/browser/engine";
import type { Benchmark, Measurement } from "./measurement.ts";
import { median } from "./rounds.ts";

const entries = 100_000;
/** Those that keep as many; Chromium keeps 1024 URLs, Firefox 100. */
const engines: readonly EngineName[] = ["spec", "webkit"];

/** The memory that an engine's CORS-preflight cache takes for entries of as many URLs, the URLs included. */
export function benchmarkPreflightCacheMemory(collectGarbage: () => void): Benchmark {
  const rounds = 5;
  const samples = engines.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, engine] of engines.entries()) samples[index]!.push(bytesAnEntry(engine, collectGarbage));
  }
  const measurements = engines.map((engine, index): Measurement => ({
    name: `${engine}, of ${entries.toLocaleString("en")}`,
    measured: median(samples[index]!),
    unit: "bytes an entry",
  }));
  return { title: "Memory of the CORS-preflight cache", measurements };
}

function bytesAnEntry(engine: EngineName, collectGarbage: () => void): number {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const cache = profiles[engine].rules.createPreflightCache(() => 0);
  const asked = { method: "DELETE", useCorsPreflight: false, unsafeNames: [] };
  const grant = { methods: ["DELETE"], headerNames: [], headerList: [["Access-Control-Max-Age", "7200"]] as const };
  for (let entry = 0; entry < entries; entry++) cache.store({ ...keyOf(entry), ...asked }, grant);

  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / entries;
  // Asked only now, which also keeps the cache reachable until here.
  for (const entry of [0, entries - 1]) {
    if (!cache.match({ ...keyOf(entry), ...asked })) throw new Error(`${engine}: expected entry ${entry} to be kept`);
  }
  return bytes;
}

function keyOf(entry: number) {
  return {
    networkPartitionKey: "https://app.example.com",
    serializedOrigin: "https://app.example.com",
    url: `https://api.example.com/items/${entry}`,
    credentialsMode: "same-origin" as const,
  };
}
