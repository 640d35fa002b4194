import { fork } from "node:child_process";
import { once } from "node:events";
import { Browser } from "@concors/browser";
import type { EngineName } from "@concors/browser/engine";
import { fetch as undiciFetch } from "undici";
import type { Benchmark, Measurement } from "./measurement.ts";
import type { Contender, Rounds } from "./rounds.ts";
import { interleave, median } from "./rounds.ts";

/** What is fetched, and how. */
interface Case extends Rounds {
  readonly name: string;
  readonly path: "/small" | "/large";
  /** How many fetches are under way at once. */
  readonly parallel: number;
  readonly engines: readonly EngineName[];
}

const cases: readonly Case[] = [
  {
    name: "one after the other",
    path: "/small",
    parallel: 1,
    engines: ["spec", "chromium", "firefox", "webkit"],
    rounds: 25,
    times: 200,
  },
  { name: "32 at a time", path: "/small", parallel: 32, engines: ["spec"], rounds: 25, times: 10 },
  { name: "1 MiB of body", path: "/large", parallel: 1, engines: ["spec"], rounds: 25, times: 20 },
];

/** How much longer `page.fetch` takes than undici's `fetch`, on loopback with connections kept alive. */
export async function benchmarkPageFetch(): Promise<Benchmark> {
  const server = fork(new URL("loopback-server.js", import.meta.url));
  try {
    const [port] = (await once(server, "message")) as [number];
    const measurements: Measurement[] = [];
    for (const row of cases) measurements.push(...(await measure(row, `http://127.0.0.1:${port}${row.path}`)));
    return { title: "page.fetch beside undici's fetch, on loopback", measurements };
  } finally {
    server.disconnect();
  }
}

async function measure(row: Case, url: string): Promise<Measurement[]> {
  const pages = row.engines.map((engine): Contender => {
    // A page on loopback as well: for one from elsewhere, an engine may want a permission to go there.
    const page = new Browser({ engine }).open("http://127.0.0.1:8080/");
    return contender(engine, row, () => page.fetch(url));
  });
  const undici = contender("undici", row, () => undiciFetch(url));
  const [baseline = [], ...timings] = await interleave([undici, ...pages], row);
  return row.engines.map((engine, index): Measurement => ({
    name: `${engine}, ${row.name}`,
    measured: median(timings[index]!) / median(baseline),
    unit: "times as long",
    goal: { atMost: 1.15 },
  }));
}

function contender(name: string, { parallel }: Case, fetch: () => Promise<{ text(): Promise<string> }>): Contender {
  const readOne = async (): Promise<string> => (await fetch()).text();
  return { name, run: async () => void (await Promise.all(Array.from({ length: parallel }, readOne))) };
}
