import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { freePort } from "../../../config/src/verify/free-port.ts";
import type { SlimReport } from "../../src/audit/entry.ts";

import { auditByQueue } from "../../src/audit/queue/coordinator.ts";
import { UsageError } from "../../src/usage-error.ts";
import type { RunningServer } from "../servers/server-process.ts";
import { startProcess } from "../servers/server-process.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startProgram } from "./program.ts";
import { reflecting, serve } from "./serve.ts";

const hasRedis = process.env["CI"] === "true" || spawnSync("redis-server", ["--version"]).status === 0;
if (!hasRedis) console.warn("No queue is played, since Redis is not installed: apt-get install redis-server");

/** One that forgets everything when it ends. */
function startRedis(port: number): Promise<RunningServer> {
  const nothingKept = ["--save", "", "--appendonly", "no"];
  return startProcess(port, {}, () => ["redis-server", "--port", String(port), "--bind", "127.0.0.1", ...nothingKept]);
}

async function* urlsAt(url: string, count: number): AsyncGenerator<URL> {
  for (let index = 0; index < count; index++) yield await Promise.resolve(new URL(`${url}/item/${index}`));
}

describe.skipIf(!hasRedis)("a queue", () => {
  test("whose Redis goes away, and comes back with nothing, goes on", async () => {
    const port = await freePort();
    const first = await startRedis(port);
    await using server = await serve(reflecting);
    const where = new URL(`redis://127.0.0.1:${port}`);
    const worker = startProgram(["audit", "--worker", "--queue", where.href, "--private", "--rate", "0"]);
    const done: string[] = [];
    let second: RunningServer | undefined;
    try {
      const run = auditByQueue(where, urlsAt(server.url, 40), ({ report }) => void done.push(report.url));
      while (done.length < 5) await setTimeout(5);
      await first.stop();
      second = await startRedis(port);
      await run;
      expect(done.toSorted()).toEqual([...new Set(done)].toSorted());
      expect(done).toHaveLength(40);
    } finally {
      worker.child.kill("SIGTERM");
      await worker.ended;
      await second?.stop();
    }
  }, 60_000);

  test("a worker whose Redis is gone can be ended all the same", async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const { child, ended } = startProgram(["audit", "--worker", "--queue", `redis://127.0.0.1:${port}`, "--private"]);
    const says = (words: string): Promise<void> =>
      new Promise((resolve) => child.stderr!.on("data", (chunk: Buffer) => chunk.includes(words) && resolve()));
    const isGone = says("ECONNREFUSED");
    await says("until it is ended");
    await redis.stop();
    await isGone;
    child.kill("SIGTERM");
    expect((await ended).status).toBe(0);
  });

  test("whose Redis does not come back ends with one sentence, that says how to go on", async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const run = auditByQueue(new URL(`redis://127.0.0.1:${port}`), urlsAt("http://127.0.0.1:1", 3), () => {}, 300);
    const ended = run.catch((error: unknown) => error);
    await setTimeout(300);
    await redis.stop();
    expect(await ended).toEqual(
      new UsageError(
        `--queue: there has been no Redis at 127.0.0.1:${port} for 0.3 seconds; with --state the same command goes on where it was.`,
      ),
    );
  });

  test("three workers, one of them killed: every URL is reported once", async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    await using server = await serve((request, response) => {
      globalThis.setTimeout(() => reflecting(request, response), 5);
    });
    const urls = Array.from({ length: 150 }, (_, index) => `${server.url}/item/${index}`);
    await using folder = await temporaryFolder({ "urls.txt": urls.join("\n") });
    const queue = ["--queue", `redis://127.0.0.1:${port}`];
    const work = ["audit", "--worker", ...queue, "--private", "--rate", "0", "--concurrency", "3"];
    const workers = [1, 2, 3].map(() => startProgram(work));
    try {
      const run = startProgram(["audit", "--list", join(folder.path, "urls.txt"), ...queue, "--json"], 96);
      // Another run in the same queue: what comes of its URLs is its own.
      const other = startProgram(["audit", `${server.url}/other`, ...queue, "--json"], 96);
      while (server.requests.length < 300) await setTimeout(10);
      workers[0]!.child.kill("SIGKILL");
      const { status, stderr, stdout } = await run.ended;
      expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
      const { reports } = JSON.parse(stdout) as { reports: readonly SlimReport[] };
      expect(reports.map(({ url }) => url)).toEqual(urls.toSorted());
      const others = JSON.parse((await other.ended).stdout) as { reports: readonly SlimReport[] };
      expect(others.reports.map(({ url }) => url)).toEqual([`${server.url}/other`]);
      expect(reports.every(({ findings }) => findings[0]?.code === "AUD-R1")).toBe(true);
    } finally {
      for (const { child } of workers) child.kill("SIGTERM");
      const ends = await Promise.all(workers.map(({ ended }) => ended));
      await redis.stop();
      expect(ends.map(({ status }) => status)).toEqual([null, 0, 0]);
    }
  }, 120_000);
});
