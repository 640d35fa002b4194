import process from "node:process";
import type { Report } from "@concors/explain";
import { afterAll, describe, expect, test } from "vitest";
import { freePort } from "../../config/src/verify/free-port.ts";
import type { RunningServer } from "../../config/src/verify/rig.ts";
import { runMain } from "./run-main.ts";
import { apache } from "./servers/apache.ts";
import { page } from "./servers/application.ts";
import { caddy } from "./servers/caddy.ts";
import { expressServer } from "./servers/express.ts";
import { nginx } from "./servers/nginx.ts";
import { php } from "./servers/php.ts";
import { django, flask, pythonHttpServer } from "./servers/python.ts";
import type { Mistake } from "./servers/real-server.ts";

const isCi = process.env["CI"] === "true";

async function check(
  port: number,
  { args, path }: Mistake,
  origin: string,
): Promise<{ status: number; report: Report }> {
  const url = `http://127.0.0.1:${port}${path}`;
  const { status, stdout, stderr } = await runMain(["check", url, "--from", origin, ...args, "--json"]);
  expect(stderr).toBe("");
  return { status, report: JSON.parse(stdout) as Report };
}

async function enginesThatAllow(port: number, mistake: Mistake, origin: string): Promise<string[]> {
  const { report } = await check(port, mistake, origin);
  return report.engines.filter(({ verdict }) => verdict !== "blocked").map(({ engine }) => engine);
}

const strangers = ["http://localhost:3001", "http://127.0.0.1:3000", "https://localhost:3000", "null"];

const servers = [nginx, apache, caddy, expressServer, flask, django, php, pythonHttpServer];

describe.each(servers)("$name", ({ missing, mistakes, name, start, takesPort }) => {
  if (missing !== null && !isCi) console.warn(`${name} is not mended, since it is not installed: ${missing}`);

  /** One server has all mistakes that need no configuration of their own. */
  const shared = mistakes.find(({ config }) => config === undefined)!;
  const broken = new Map<Mistake, Promise<RunningServer>>();
  const startBroken = (mistake: Mistake): Promise<RunningServer> => {
    const key = mistake.config === undefined ? shared : mistake;
    const running = broken.get(key) ?? freePort().then((port) => start(port, mistake, null));
    broken.set(key, running);
    return running;
  };
  const stopBroken = async (): Promise<void> => {
    for (const running of broken.values()) await (await running).stop();
    broken.clear();
  };
  afterAll(stopBroken);

  test.skipIf(missing !== null && !isCi).each(mistakes)("$name: mended by the fix", async (mistake) => {
    const { port } = await startBroken(mistake);
    const before = await check(port, mistake, page);
    const [explanation] = before.report.explanations;
    expect(explanation?.cause?.code).toBe(mistake.code);
    expect(before.status).toBe(1);
    const fix = explanation?.fix.server.find(({ server }) => server === name);
    expect(fix).toMatchObject({ detectedFrom: expect.stringMatching(/:|error page/) as unknown });

    if (takesPort === true) await stopBroken();
    const mended = await start(takesPort === true ? port : await freePort(), mistake, fix!);
    try {
      const { report, status } = await check(mended.port, mistake, page);
      expect(report.explanations.map(({ summary, verdict }) => ({ summary, verdict }))).toMatchObject([
        { verdict: "allowed" },
      ]);
      expect(status).toBe(0);
      for (const stranger of strangers) expect(await enginesThatAllow(mended.port, mistake, stranger)).toEqual([]);
      if (mistake.alsoAllowed !== undefined)
        expect((await check(mended.port, mistake, mistake.alsoAllowed)).status).toBe(0);
      // What was right at another path is not doubled.
      expect((await check(mended.port, { ...mistake, path: "/right", args: [] }, page)).status).toBe(0);
      if (mistake.onlyPath === true)
        expect(await enginesThatAllow(mended.port, { ...mistake, path: "/nowhere" }, page)).toEqual([]);
    } finally {
      await mended.stop();
    }
  });
});
