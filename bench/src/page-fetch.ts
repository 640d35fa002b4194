import { fork } from "node:child_process";
import { once } from "node:events";
import { Browser } from "@concors/browser";
import type { EngineName } from "@concors/browser/engine";
import { fetch as undiciFetch } from "undici";
import type { Benchmark, Measurement } from "./measurement.ts";
import type { Contender } from "./rounds.ts";
import { interleave, median } from "./rounds.ts";

const engines: readonly EngineName[] = ["spec", "chromium", "firefox", "webkit"];

/** How much longer `page.fetch` takes than undici's `fetch`, on loopback with connections kept alive. */
export async function benchmarkPageFetch(): Promise<Benchmark> {
  const server = fork(new URL("loopback-server.js", import.meta.url));
  try {
    const [port] = (await once(server, "message")) as [number];
    const url = `http://127.0.0.1:${port}/items/42`;
    const undici: Contender = {
      name: "undici's fetch",
      run: async () => void (await (await undiciFetch(url)).text()),
    };
    const pages = engines.map((engine): Contender => {
      // A page on loopback as well: for one from elsewhere, an engine may want a permission to go there.
      const page = new Browser({ engine }).open("http://127.0.0.1:8080/");
      return { name: engine, run: async () => void (await (await page.fetch(url)).text()) };
    });
    const [baseline = [], ...timings] = await interleave([undici, ...pages], { rounds: 31, times: 300 });
    const measurements = engines.map((engine, index): Measurement => ({
      name: `page.fetch as ${engine}, beside undici's fetch`,
      measured: median(timings[index]!) / median(baseline),
      unit: "times as long",
      goal: { atMost: 1.15 },
    }));
    return { title: "One request after the other on loopback", measurements };
  } finally {
    server.disconnect();
  }
}
