import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const runtimes = fileURLToPath(new URL("../runtimes/node_modules", import.meta.url));
const proxy = fileURLToPath(new URL("../packages/proxy/dist/fetch/index.js", import.meta.url));

/** What a runtime does, and prints: each has a `fetch` of its own, and streams, and headers. */
const told = `
const { origin } = globalThis.settings;
const handle = createFetchProxy({
  callers: { origins: ["https://a.test"], methods: ["PUT"] },
  targets: { hosts: ["127.0.0.1", "*.test"] },
});
const ask = (target, init = {}) =>
  handle(new Request("https://proxy.test/" + target, { ...init, headers: { Origin: "https://a.test", ...init.headers } }));
const codeOf = async (response) => response.status + " " + (await response.json()).code;
export const tell = async () => {
  const echo = await ask(origin + "/a//b?c=%2F", {
    method: "PUT", body: "text", headers: { Authorization: "t", Cookie: "a=b", "Content-Length": "4" },
  });
  const redirected = await ask(origin + "/redirect");
  const zipped = await ask(origin + "/zipped");
  const large = await (await ask(origin + "/large")).arrayBuffer();
  const left = await ask(origin + "/endless");
  await left.body.cancel();
  return JSON.stringify([
    echo.headers.get("access-control-allow-origin"),
    echo.headers.get("set-cookie"),
    await echo.json(),
    redirected.headers.get("x-final-url").slice(origin.length),
    [zipped.headers.get("content-encoding"), await zipped.text()],
    large.byteLength,
    await codeOf(await ask("http://10.0.0.1/")),
    await codeOf(await ask("http://a.test:22/")),
    await codeOf(await ask("http://[::1]/")),
    await codeOf(await ask(origin + "/inwards")),
    await codeOf(await ask(origin + "/", { headers: { Origin: "https://b.test" } })),
    (await ask(origin + "/", { method: "OPTIONS", headers: { "Access-Control-Request-Method": "PUT" } })).status,
  ]);
};
`;

const expected = [
  "https://a.test",
  null,
  { method: "PUT", url: "/a//b?c=%2F", body: "text", authorization: "t", via: "1.1 concors-fetch-proxy" },
  "/end",
  [null, "gr\u00FC\u00DFe"],
  5_000_000,
  "403 target-host-refused",
  "403 target-port-refused",
  "403 target-host-refused",
  "403 target-host-refused",
  "403 origin-refused",
  204,
];

let folder: string;
let origin: string;
let left = 0;
/** What it needs besides what every platform has. */
const imported: string[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (part: string) => (body += part));
  request.on("end", () => {
    const { method, url, headers } = request;
    const { authorization, cookie, via } = headers;
    response.setHeader("set-cookie", "a=b");
    if (url === "/redirect") response.writeHead(302, { location: "/end" }).end("moved");
    else if (url === "/inwards") response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    else if (url === "/zipped")
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("gr\u00FC\u00DFe"));
    else if (url === "/large") response.end(Buffer.alloc(5_000_000));
    else if (url === "/endless") {
      response.write("x");
      response.once("close", () => (left += 1));
    } else response.end(JSON.stringify({ method, url, body, authorization, cookie, via }));
  });
});

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), "concors-fetch-proxy-"));
  const settings = `globalThis.settings = ${JSON.stringify({ origin })};\n`;
  await writeFile(join(folder, "settings.mjs"), settings);
  await writeFile(join(folder, "tell.mjs"), `import { createFetchProxy } from ${JSON.stringify(proxy)};\n${told}`);
  const main = `import "./settings.mjs";\nimport { tell } from "./tell.mjs";\n`;
  await writeFile(join(folder, "main.mjs"), `${main}tell().then((line) => console.log(line));\n`);
  await writeFile(
    join(folder, "worker.mjs"),
    `${main}export default { async test() { console.log(await tell()); } };\n`,
  );
  for (const name of ["main", "worker"]) {
    // Workers are deployed as bundles; and in one it shows what is imported.
    const bundle = await rolldown({ input: join(folder, `${name}.mjs`) });
    const { output } = await bundle.write({ file: join(folder, `${name}.js`), format: "esm" });
    imported.push(...output.flatMap((chunk) => ("imports" in chunk ? chunk.imports : [])));
  }
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

test("@concors/proxy/fetch needs nothing of Node", () => {
  expect(imported).toEqual([]);
});

/** Where everything has to be there, what is missing fails. */
const isExpected = ({ executable }: { readonly executable: string }): boolean =>
  process.env["CI"] === "true" || existsSync(executable);

const workerd = `using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (services = [
    (name = "main", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2026-01-01")),
    (name = "internet", network = (allow = ["public", "private"])) ]);\n`;

const known = [
  { name: "this Node", executable: process.execPath, args: ["main.js"] },
  { name: "bun", executable: join(runtimes, "@oven/bun-linux-x64/bin/bun"), args: ["main.js"] },
  {
    name: "deno",
    executable: join(runtimes, "@deno/linux-x64-glibc/deno"),
    args: ["run", "--allow-net=127.0.0.1", "--no-remote", "main.js"],
  },
  {
    name: "workerd",
    executable: join(runtimes, "@cloudflare/workerd-linux-64/bin/workerd"),
    args: ["test", "config.capnp"],
  },
];

test.each(known.filter(isExpected))("@concors/proxy/fetch does the same on $name", async ({ executable, args }) => {
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
  await writeFile(join(folder, "config.capnp"), workerd);
  const before = left;
  const { stdout } = await run(executable, args, { cwd: folder });
  expect(JSON.parse(stdout)).toEqual(expected);
  expect(left).toBe(before + 1);
});
