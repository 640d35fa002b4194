import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installPacked } from "./packed-packages.ts";
import type { Installed } from "./packed-packages.ts";

const run = promisify(execFile);
/** What `npm ci` in `runtimes/` installs: hundreds of megabytes, which not everybody needs. */
const runtimes = fileURLToPath(new URL("../runtimes/node_modules", import.meta.url));

const imports = `import { createCors } from "concors";\nimport { cors } from "concors/fetch";\n`;
const requires = `const { createCors } = require("concors");\nconst { cors } = require("concors/fetch");\n`;
const told = `
const policy = { origins: ["https://a.test"], credentials: true, methods: ["PUT"] };
const tell = async () => {
  const { allowed } = createCors(policy).decide({ method: "GET", headers: { origin: "https://c.test" } });
  const answer = cors(policy)(() => new Response("hello"));
  const response = await answer(new Request("https://b.test/", { headers: { Origin: "https://a.test" } }));
  return JSON.stringify([allowed, response.headers.get("Access-Control-Allow-Origin"), await response.text()]);
};
`;
/** A server of the runtime's `node:http`, asked more than once: the first answer shows where the head of others is kept. */
const served = `
import { createServer, get } from "node:http";
import { once } from "node:events";
import { withCors } from "concors/node";
const policy = { origins: ["https://a.test"], credentials: true };
const written = [(response) => response.end(), (response) => response.writeHead(200, { "X-A": "b" }).end()];
const answer = (request, response) => written[Number(request.url.slice(1))](response);
const server = createServer(withCors(policy, answer)).listen(0, "127.0.0.1");
await once(server, "listening");
const told = [];
for (const path of ["/0", "/0", "/1", "/1"]) {
  const headers = { Origin: "https://a.test" };
  const [response] = await once(get({ port: server.address().port, host: "127.0.0.1", path, headers }), "response");
  response.resume();
  const { "access-control-allow-origin": origin, "access-control-allow-credentials": credentials, vary } = response.headers;
  told.push([origin, credentials, vary]);
}
console.log(JSON.stringify(told));
process.exit();
`;
const print = `tell().then((line) => console.log(line));\n`;
const expected = [false, "https://a.test", "hello"];

/** Newer versions of Node load an ES module that was required, unless they are told not to. */
const asCommonJs = ["--no-experimental-require-module"];

interface Runtime {
  readonly name: string;
  readonly executable: string;
  /** The arguments before the file, for each kind of module that the runtime has. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
}

const deno = ["run", "--allow-read", "--allow-env", "--node-modules-dir=manual", "--no-remote"];
const known: readonly Runtime[] = [
  { name: "this Node", executable: process.execPath, modules: { "main.mjs": [], "main.cjs": asCommonJs } },
  ...["node-22-linux-x64", "node-24-linux-x64"].map((name) => ({
    name,
    executable: join(runtimes, name, "bin/node"),
    modules: { "main.mjs": [], "main.cjs": asCommonJs },
  })),
  {
    name: "bun",
    executable: join(runtimes, "@oven/bun-linux-x64/bin/bun"),
    modules: { "main.mjs": [], "main.cjs": [] },
  },
  {
    name: "deno",
    executable: join(runtimes, "@deno/linux-x64-glibc/deno"),
    modules: { "main.mjs": deno, "main.cjs": deno },
  },
];
const workerd = join(runtimes, "@cloudflare/workerd-linux-64/bin/workerd");
const jest = join(runtimes, "jest/bin/jest.js");

/** Where everything has to be there, what is missing fails. */
const isExpected = (path: string): boolean => process.env["CI"] === "true" || existsSync(path);
if (!isExpected(jest))
  console.log("Only this Node is asked: npm ci --prefix runtimes --ignore-scripts installs the others.");

describe("the packed package concors", () => {
  let installed: Installed;
  let folder: string;
  beforeAll(async () => {
    installed = await installPacked(["concors"], ["tldts", "tldts-core"]);
    folder = installed.folder;
    await writeFile(join(folder, "package.json"), "{}");
    await writeFile(join(folder, "main.mjs"), imports + told + print);
    await writeFile(join(folder, "main.cjs"), requires + told + print);
    await writeFile(join(folder, "server.mjs"), served);
  });
  afterAll(() => installed[Symbol.asyncDispose]());

  const rows = known.flatMap(({ name, executable, modules }) =>
    Object.entries(modules).map(([file, args]) => ({ name, executable, file, args })),
  );
  test.each(rows.filter(({ executable }) => isExpected(executable)))("runs $file on $name", async (row) => {
    const { stdout } = await run(row.executable, [...row.args, row.file], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual(expected);
  });

  const runtimesOfServers = known.filter(({ executable }) => isExpected(executable));
  test.each(runtimesOfServers)("answers as a server of node:http on $name", async ({ executable, modules }) => {
    const args = modules["main.mjs"]!.flatMap((arg) => (arg === "run" ? [arg, "--allow-net"] : [arg]));
    const { stdout } = await run(executable, [...args, "server.mjs"], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual(Array.from({ length: 4 }, () => ["https://a.test", "true", "Origin"]));
  });

  test.each([workerd].filter(isExpected))("runs on workerd", async (executable) => {
    const text = `export default { async test() { console.log(await tell()); } };\n`;
    await writeFile(join(folder, "worker.mjs"), imports + told + text);
    // Workers are deployed as bundles.
    const bundle = await rolldown({ input: join(folder, "worker.mjs"), resolve: { mainFields: ["module", "main"] } });
    await bundle.write({ file: join(folder, "bundle.js"), format: "esm" });
    const config = `using Workerd = import "/workerd/workerd.capnp";
      const config :Workerd.Config = (services = [(name = "main", worker = (
        modules = [(name = "bundle.js", esModule = embed "bundle.js")], compatibilityDate = "2026-01-01"))]);\n`;
    await writeFile(join(folder, "config.capnp"), config);
    const { stdout } = await run(executable, ["test", "config.capnp"], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual(expected);
  });

  test.each([jest].filter(isExpected))("is loaded as CommonJS by Jest", async (file) => {
    const tests = join(folder, "jest");
    await mkdir(tests);
    const text = `test("concors", async () => expect(JSON.parse(await tell())).toEqual(${JSON.stringify(expected)}));\n`;
    await writeFile(join(tests, "concors.test.cjs"), requires + told + text);
    const args = [file, "--rootDir", folder, "--testMatch", "**/*.test.cjs", "--ci"];
    const { stderr } = await run(process.execPath, args, { cwd: folder });
    expect(stderr).toContain("1 passed");
  });
});
