import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installPacked, modules } from "./packed-packages.ts";
import type { Installed } from "./packed-packages.ts";

const run = promisify(execFile);

const packed = ["concors", "@concors/browser", "@concors/config", "@concors/explain", "@concors/proxy"];
/** What they depend on, which is taken from here: no registry is asked. */
const linked =
  "@types/node leven lru-cache proxy-from-env tldts tldts-core tough-cookie undici undici-types yaml".split(" ");

const askTwice = `
  const browser = new Browser({
    engine: "firefox",
    transport: memoryTransport(() => ({ status: 200, headerList: [["Access-Control-Allow-Origin", "https://a.test"]] })),
  });
  const check = async (page) => (await browser.open(page).trace("https://b.test/")).trace.outcome.ok;
  Promise.all([check("https://a.test/"), check("https://c.test/")]).then((verdicts) => {
    console.log(JSON.stringify([verdicts, typeof corsCheck, typeof mainFetch]));
  });
`;
const names = [
  ["{ Browser, memoryTransport }", "@concors/browser"],
  ["{ mainFetch }", "@concors/browser/engine"],
  ["{ corsCheck }", "concors/protocol"],
] as const;
const importAll = names.map(([bindings, from]) => `import ${bindings} from "${from}";`).join("\n");
const requireAll = names.map(([bindings, from]) => `const ${bindings} = require("${from}");`).join("\n");

describe("the packed packages, installed elsewhere", () => {
  let installed: Installed;
  let folder: string;

  beforeAll(async () => {
    installed = await installPacked(packed, linked);
    folder = installed.folder;
  }, 60_000);
  afterAll(() => installed[Symbol.asyncDispose]());

  async function outputOf(file: string, text: string): Promise<unknown> {
    await writeFile(join(folder, file), text);
    // Without the flag, newer versions of Node load an ES module that was required: Jest does not.
    const { stdout } = await run(process.execPath, ["--no-experimental-require-module", file], { cwd: folder });
    return JSON.parse(stdout);
  }

  test("load as ES modules", async () => {
    expect(await outputOf("main.mjs", importAll + askTwice)).toEqual([[true, false], "function", "function"]);
  });

  test("load as CommonJS", async () => {
    expect(await outputOf("main.cjs", requireAll + askTwice)).toEqual([[true, false], "function", "function"]);
  });

  test("have a default export, and with require a function, in the place of the npm package cors", async () => {
    const use = `console.log(JSON.stringify([typeof cors, typeof cors({ origin: "https://a.test" }), cors.length]));`;
    const want = ["function", "function", 1];
    expect(await outputOf("compat.mjs", `import cors from "concors/compat"; ${use}`)).toEqual(want);
    expect(await outputOf("compat.cjs", `const cors = require("concors/compat"); ${use}`)).toEqual(want);
  });

  test("have a createServer in the place of the npm package cors-anywhere, as an ES module and with require", async () => {
    const bindings = "{ createServer, createRateLimitChecker }";
    const use = `console.log(JSON.stringify([createServer().listening, typeof createRateLimitChecker("50 3")("")]));`;
    const want = [false, "undefined"];
    expect(await outputOf("proxy.mjs", `import ${bindings} from "@concors/proxy/compat"; ${use}`)).toEqual(want);
    expect(await outputOf("proxy.cjs", `const ${bindings} = require("@concors/proxy/compat"); ${use}`)).toEqual(want);
  });

  const adapters = "elysia express fastify fetch h3 hono koa lambda mcp nest node websocket".split(" ");
  // A gate for WebSockets is a function for each library.
  const loaded = adapters.map((name) => (name === "websocket" ? "object" : "function"));

  test("load each adapter as an ES module, without its framework", async () => {
    const text = `
      const adapters = await Promise.all(${JSON.stringify(adapters)}.map((name) => import(\`concors/\${name}\`)));
      console.log(JSON.stringify(adapters.map(({ cors }) => typeof cors({ origins: "*" }))));
    `;
    expect(await outputOf("adapters.mjs", text)).toEqual(loaded);
  });

  test("load each adapter as CommonJS, without its framework", async () => {
    const text = `
      const adapters = ${JSON.stringify(adapters)}.map((name) => require(\`concors/\${name}\`));
      console.log(JSON.stringify(adapters.map(({ cors }) => typeof cors({ origins: "*" }))));
    `;
    expect(await outputOf("adapters.cjs", text)).toEqual(loaded);
  });

  test("load the explanations, as an ES module and as CommonJS", async () => {
    const print = `console.log(JSON.stringify(typeof explain));`;
    expect(await outputOf("explain.mjs", `import { explain } from "@concors/explain"; ${print}`)).toBe("function");
    expect(await outputOf("explain.cjs", `const { explain } = require("@concors/explain"); ${print}`)).toBe("function");
  });

  test("explain in a page as well: nothing of Node is in the bundle", async () => {
    const input = join(folder, "node_modules/@concors/explain/dist/index.js");
    const bundle = await rolldown({ input, platform: "browser" });
    const { output } = await bundle.generate({ format: "esm" });
    expect(output.map(({ fileName }) => fileName)).toEqual(["index.js"]);
    expect(output[0].imports).toEqual([]);
  });

  test.each(["types.mts", "types.cts"])("have types for %s", async (file) => {
    const use = `
      export const browser: Browser = new Browser({ engine: "webkit" });
      export const outcome: "function" | "object" = typeof corsCheck === "function" ? "function" : "object";
      export const fetches: typeof mainFetch = mainFetch;
      export const transport: ReturnType<typeof memoryTransport> = memoryTransport(() => ({ status: 204 }));
      // @ts-expect-error: an engine that there is none of, so that these are not types of anything
      export const none: Browser = new Browser({ engine: "trident" });
    `;
    await writeFile(join(folder, file), importAll + use);
    const options = ["--strict", "--noEmit", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    const tsc = join(modules, "typescript/bin/tsc");
    await expect(run(process.execPath, [tsc, ...options, file], { cwd: folder })).resolves.toBeDefined();
  });

  test("carry their licence and what their source maps lead to, and nothing of the build's own", async () => {
    const { stdout } = await run("find", ["node_modules/concors", "-type", "f"], { cwd: folder });
    const files = stdout.split("\n");
    expect(files).toContain("node_modules/concors/LICENSE");
    expect(files).toContain("node_modules/concors/src/protocol/index.ts");
    expect(files.filter((path) => path.endsWith(".tsbuildinfo") || path.includes("/test/"))).toEqual([]);
  });
});
