import { execFile, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startLab } from "../../src/lab/start-lab.ts";
import { runMain } from "../run-main.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { ask, nobody } from "./lab-client.ts";

const run = promisify(execFile);

const program = fileURLToPath(new URL("../../bin/concors.js", import.meta.url));

test.each(["SIGINT", "SIGTERM"] as const)("the Lab says where it is, and %s ends it", async (signal) => {
  const child = spawn(process.execPath, [program, "lab", "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  const origin = await new Promise<string>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const [, url] = /The Lab is open: {2}(http:\/\/127\.0\.0\.1:\d+)\n/.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    });
    void ended.then(() => resolve(output));
  });
  const { body } = await ask(`${origin}/`);
  expect(body).toMatch(/name="concors-lab" content="[\w-]{32}"/);
  // Whoever listens does not keep it.
  const [, token = ""] = /content="([\w-]{32})"/.exec(body) ?? [];
  const headers = { "X-Concors-Lab": token, "Content-Type": "application/json" };
  const order = JSON.stringify({ page: { scheme: "http" }, resources: {} });
  const ordered = JSON.parse((await ask(`${origin}/api/runs`, { method: "POST", headers }, order)).body) as {
    id: string;
  };
  const listening = ask(`${origin}/api/runs/${ordered.id}/arrivals`, { headers }).catch(() => null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill(signal);
  expect(await ended).toBe(0);
  await listening;
  expect(output).toMatch(/Stopped\.\n$/);
  await expect(ask(`${origin}/`)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("where another runs, it takes a port that is free", async () => {
  const originIn = (text: string): string | undefined => /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
  let first = "";
  let second = "";
  await runMain(["lab"], {
    write: (text) => void (first += text),
    interrupted: async () => {
      second = (await runMain(["lab"])).stdout;
    },
  });
  expect(originIn(first)).toBeDefined();
  expect(originIn(second)).toBeDefined();
  expect(originIn(first)).not.toBe(originIn(second));
});

test("a port that is taken is said to be", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { status, stderr } = await runMain(["lab", "--port", String(port)]);
  server.close();
  expect([status, stderr]).toEqual([
    2,
    `concors: Something listens on port ${port} already: say another with --port.\n`,
  ]);
});

test.each([
  ["x", "concors: --port x: it takes a whole number from 0 to 65535.\n"],
  ["70000", "concors: --port 70000: it takes a whole number from 0 to 65535.\n"],
])("no port: %s", async (port, want) => {
  const { status, stderr, stdout } = await runMain(["lab", "--port", port]);
  expect([status, stdout, stderr]).toEqual([2, "", want]);
});

test("a page that is not built is said to be", async () => {
  await using folder = await temporaryFolder({ "other.html": "" });
  await expect(startLab({ port: 0, page: folder.path }, nobody)).rejects.toThrow(
    "The Lab's page is not built yet: run `npm run build` first.",
  );
});

test("it is published with its page", async () => {
  const folder = fileURLToPath(new URL("../..", import.meta.url));
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: folder });
  const [{ files }] = JSON.parse(stdout) as [{ files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["page/frame.js", "dist/lab-page/index.html", "dist/lab/wire.d.ts"]));
});
