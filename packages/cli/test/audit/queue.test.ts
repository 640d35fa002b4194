import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { SlimReport } from "../../src/audit/entry.ts";

import { startProcess } from "../servers/server-process.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startProgram } from "./program.ts";
import { freePort, reflecting, serve } from "./serve.ts";

const hasRedis = process.env["CI"] === "true" || spawnSync("redis-server", ["--version"]).status === 0;
if (!hasRedis) console.warn("No queue is played, since Redis is not installed: apt-get install redis-server");

describe.skipIf(!hasRedis)("a queue", () => {
  test("three workers, one of them killed: every URL is reported once", async () => {
    const port = await freePort();
    const redis = await startProcess(port, {}, () => [
      "redis-server",
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--appendonly",
      "no",
    ]);
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
  }, 60_000);
});
