import process from "node:process";
import type { Report, ServerFix } from "@concors/explain";
import { describe, expect, test } from "vitest";
import { closedPort } from "../../browser/test/support/servers.ts";
import { runMain } from "./run-main.ts";
import { apache } from "./servers/apache.ts";
import { expressServer } from "./servers/express.ts";
import { nginx } from "./servers/nginx.ts";
import { python } from "./servers/python.ts";
import type { Mistake } from "./servers/real-server.ts";

const isCi = process.env["CI"] === "true";

async function check(
  port: number,
  { args, path }: Mistake,
  origin: string,
): Promise<{ status: number; report: Report }> {
  const { status, stdout, stderr } = await runMain([
    "check",
    `http://127.0.0.1:${port}${path}`,
    "--from",
    origin,
    ...args,
    "--json",
  ]);
  expect(stderr).toBe("");
  return { status, report: JSON.parse(stdout) as Report };
}

async function enginesThatAllow(port: number, mistake: Mistake, origin: string): Promise<string[]> {
  const { report } = await check(port, mistake, origin);
  return report.engines.filter(({ verdict }) => verdict !== "blocked").map(({ engine }) => engine);
}

describe.each([nginx, apache, expressServer, python])("$name", ({ missing, mistakes, name, start }) => {
  if (missing !== null && !isCi) console.warn(`${name} is not mended, since it is not installed: ${missing}`);

  test.skipIf(missing !== null && !isCi).each(mistakes)("$name: mended by the fix", async (mistake) => {
    const port = await closedPort();
    let fix: ServerFix;
    const broken = await start(port, mistake, null);
    try {
      const { report, status } = await check(port, mistake, "http://localhost:3000");
      expect(report.explanations[0]?.cause?.code).toBe(mistake.code);
      expect(status).toBe(1);
      fix = report.explanations[0]!.fix.server[0]!;
      expect(fix).toMatchObject({ server: name, detectedFrom: expect.stringContaining(":") as unknown });
    } finally {
      await broken.stop();
    }

    const mended = await start(port, mistake, fix);
    try {
      const { report, status } = await check(port, mistake, "http://localhost:3000");
      expect(report.explanations.map(({ summary, verdict }) => ({ summary, verdict }))).toMatchObject([
        { verdict: "allowed" },
      ]);
      expect(status).toBe(0);
      for (const stranger of ["http://localhost:3001", "http://127.0.0.1:3000", "https://localhost:3000", "null"]) {
        expect(await enginesThatAllow(port, mistake, stranger)).toEqual([]);
      }
      if (mistake.alsoAllowed !== undefined) expect((await check(port, mistake, mistake.alsoAllowed)).status).toBe(0);
    } finally {
      await mended.stop();
    }
  });
});
