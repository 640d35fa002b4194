import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installPacked, modules } from "./packed-packages.ts";
import type { Installed } from "./packed-packages.ts";

/** What `npm ci` in `runtimes/` installs. */
const runtimes = fileURLToPath(new URL("../runtimes/node_modules", import.meta.url));
const jest29 = join(runtimes, "jest/bin/jest.js");
const jest30 = join(runtimes, "jest-30/bin/jest.js");
const vitest = join(modules, "vitest/vitest.mjs");

/** Where everything has to be there, what is missing fails. */
const isExpected = (path: string): boolean => process.env["CI"] === "true" || existsSync(path);
if (!isExpected(jest30)) console.log("Jest is not asked: npm ci --prefix runtimes --ignore-scripts installs it.");

/** A server with two mistakes, and what is expected of it: the first holds, the others do not. */
const server = `
const { createServer } = http;
const page = "https://app.example.com";
const server = createServer((request, response) => {
  if (request.url !== "/broken") response.setHeader("Access-Control-Allow-Origin", page);
  response.writeHead(request.url === "/broken" ? 500 : request.method === "PUT" ? 405 : 200).end();
});
`;
const withExpect = `
test("lets its page read", () => expect(server).toLetRead(page, "/items"));
test("refuses others", () => expect(server).not.toLetRead("https://evil.example", "/items"));
test("keeps its errors readable", () => expect(server).toKeepCorsOnErrors({ 500: "/broken" }, { origin: page }));
test("answers while nobody listens", () => expect("http://127.0.0.1:2/").toRefuse(page));
`;
const withAssert = `
test("lets its page read", () => cors.assertLetsRead(server, page, "/items"));
test("refuses others", () => cors.assertRefuses(server, "https://evil.example", "/items"));
test("keeps its errors readable", () => cors.assertKeepsCorsOnErrors(server, { 500: "/broken" }, { origin: page }));
test("answers while nobody listens", () => cors.assertRefuses("http://127.0.0.1:2/", page));
`;

/** What a failing test says, in every runner. */
const said = `\
Every browser should let pages of https://app.example.com read errors: 500 of
GET /broken.

blocked[CORS-O02]: GET /broken failed with 500 Internal Server Error, and the
  error has no Access-Control-Allow-Origin: the console speaks of CORS, but the
  500 is what to look into.

  Chromium ✗   Firefox ✗   WebKit ✗

  1  GET /broken
     > Origin: https://app.example.com
     < 500 Internal Server Error
     < (no Access-Control-Allow-Origin)
       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ must be https://app.example.com (or *)

  rule: CORS check, step 2  https://fetch.spec.whatwg.org/#concept-cors-check

help (server): Look into the status first. Then send the header with errors as
      well: always in nginx and Apache, the CORS middleware before everything
      else in an application.
      the answer      Access-Control-Allow-Origin: https://app.example.com
                      Vary: Origin`;
const hint = "expect(server).toKeepCorsOnErrors(…, …)";
const notSaid = "inconclusive[NET-0";

interface Runner {
  readonly name: string;
  readonly needs: string;
  readonly file: string;
  readonly text: string;
  readonly args: readonly string[];
  readonly passed: RegExp;
}

const noRequireOfEsm = "--no-experimental-require-module";
const runners: readonly Runner[] = [
  {
    name: "Vitest",
    needs: vitest,
    file: "vitest/cors.test.mjs",
    text: `import "@concors/browser/matchers/vitest";\nimport * as http from "node:http";\nimport { expect, test } from "vitest";\n${server}${withExpect}`,
    args: [vitest, "run", "--root", "vitest"],
    passed: /Tests\s+2 failed \| 2 passed/,
  },
  {
    name: "Jest 29, as CommonJS",
    needs: jest29,
    file: "jest/cors.test.cjs",
    text: `require("@concors/browser/matchers/jest");\nconst http = require("node:http");\n${server}${withExpect}`,
    args: [noRequireOfEsm, jest29, "--rootDir", "jest", "--testMatch", "**/*.test.cjs", "--ci"],
    passed: /Tests:\s+2 failed, 2 passed/,
  },
  {
    name: "Jest 30, as CommonJS",
    needs: jest30,
    file: "jest/cors.test.cjs",
    text: `require("@concors/browser/matchers/jest");\nconst http = require("node:http");\n${server}${withExpect}`,
    args: [noRequireOfEsm, jest30, "--rootDir", "jest", "--testMatch", "**/*.test.cjs", "--ci"],
    passed: /Tests:\s+2 failed, 2 passed/,
  },
  {
    name: "Jest 30, as ES modules",
    needs: jest30,
    file: "jest/cors.test.mjs",
    text: `import "@concors/browser/matchers/jest";\nimport * as http from "node:http";\n${server}${withExpect}`,
    args: ["--experimental-vm-modules", jest30, "--rootDir", "jest", "--testMatch", "**/*.test.mjs", "--ci"],
    passed: /Tests:\s+2 failed, 2 passed/,
  },
  {
    name: "node:test, as ES modules",
    needs: process.execPath,
    file: "node/cors.test.mjs",
    text: `import * as cors from "@concors/browser/matchers";\nimport * as http from "node:http";\nimport { test } from "node:test";\n${server}${withAssert}`,
    args: ["--test", "node/cors.test.mjs"],
    passed: /pass 2\n.*fail 2/,
  },
  {
    name: "node:test, as CommonJS",
    needs: process.execPath,
    file: "node/cors.test.cjs",
    text: `const cors = require("@concors/browser/matchers");\nconst http = require("node:http");\nconst { test } = require("node:test");\n${server}${withAssert}`,
    args: [noRequireOfEsm, "--test", "node/cors.test.cjs"],
    passed: /pass 2\n.*fail 2/,
  },
];

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** What the matchers stand on. */
const packages = ["concors", "browser", "config", "explain"].map(
  (name) => JSON.parse(readFileSync(new URL(`../packages/${name}/package.json`, import.meta.url), "utf8")) as Manifest,
);

describe("the packed matchers, installed elsewhere", () => {
  let installed: Installed;
  let folder: string;
  beforeAll(async () => {
    const types = ["@jest/globals", "@jest/expect", "@types/jest", "@types/node", "expect", "undici-types"];
    const names = packages.map(({ name }) => name);
    const dependencies = packages.flatMap((manifest) => Object.keys(manifest.dependencies ?? {}));
    const others = new Set(dependencies.filter((name) => !names.includes(name)));
    installed = await installPacked(names, [...others, "vitest", ...types]);
    folder = installed.folder;
    await writeFile(join(folder, "package.json"), "{}");
    for (const { file, text } of runners) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    await writeFile(join(folder, "jest/package.json"), "{}");
    // Four packages are packed, each by a process of npm's.
  }, 60_000);
  afterAll(() => installed[Symbol.asyncDispose]());

  /** What a runner prints, of which some tests fail. */
  function outputOf({ args }: Runner, env: Readonly<Record<string, string>>): Promise<string> {
    const { CI: _, FORCE_COLOR: __, NO_COLOR: ___, ...rest } = process.env;
    return new Promise((resolve) => {
      const options = { cwd: folder, env: { ...rest, ...env }, timeout: 60_000 };
      execFile(process.execPath, args, options, (_error, stdout, stderr) => resolve(`${stdout}\n${stderr}`));
    });
  }

  describe.each(runners.filter(({ needs }) => isExpected(needs)))("$name", (runner) => {
    test("says why a test fails, in words without colours", async () => {
      const output = await outputOf(runner, { NO_COLOR: "1", NODE_DISABLE_COLORS: "1" });
      expect(output).toMatch(runner.passed);
      const rows = withoutIndent(output);
      expect(rows).toContain(withoutIndent(said));
      expect(rows).toContain(notSaid);
      if (!runner.name.startsWith("node")) expect(rows).toContain(hint);
      expect(output).toBe(stripVTControlCharacters(output));
      // Jest's words for what keeps it alive.
      expect(output).not.toContain("did not exit");
    });
  });

  test.each(
    runners.filter(({ needs, name }) => isExpected(needs) && ["Vitest", "Jest 30, as CommonJS"].includes(name)),
  )("$name has its colours, where it is to have any", async (runner) => {
    const output = await outputOf(runner, { FORCE_COLOR: "1" });
    expect(output).toContain("\u001b[31m");
    expect(withoutIndent(stripVTControlCharacters(output))).toContain(withoutIndent(said));
  });

  test("have types for each runner", async () => {
    const use = `
      const app: import("@concors/browser/matchers").ServerUnderTest = "http://localhost/";
      export const checks = async (): Promise<void> => {
        await expect(app).toLetRead("https://a.test", { path: "/items", credentials: "include" });
        await expect(app).not.toRefuse("https://a.test", "/items");
        await expect(app).toAnswerPreflight("https://a.test", { method: "PUT" });
        await expect(app).toExpose("ETag", "X-Id", { origin: "https://a.test" });
        await expect(app).toKeepCorsOnErrors([404, "/broken", { path: "/me", method: "PUT" }]);
        await expect(app).toVaryOnOrigin();
        await expect(app).toHaveSingleAllowOrigin("/items");
        await expect(app).toPassAudit({ path: "/items", origins: ["https://a.test"], policy: { origins: ["https://a.test"] } });
        // @ts-expect-error: an origin is a string
        await expect(app).toLetRead(3);
        // @ts-expect-error: it is credentials
        await expect(app).toLetRead("https://a.test", { credential: "include" });
      };
    `;
    const files = {
      "types/vitest.mts": `import "@concors/browser/matchers/vitest";\nimport { expect } from "vitest";\n${use}`,
      "types/jest-globals.mts": `import "@concors/browser/matchers/jest";\nimport { expect } from "@jest/globals";\n${use}`,
      "types/jest-globals.cts": `import "@concors/browser/matchers/jest";\nimport { expect } from "@jest/globals";\n${use}`,
      "types/jest.mts": `/// <reference types="jest" />\nimport "@concors/browser/matchers/jest";\n${use}`,
    };
    await mkdir(join(folder, "types"));
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    const tsc = join(modules, "typescript/bin/tsc");
    const options = ["--strict", "--noEmit", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    const found = await Promise.all(
      Object.keys(files).map(
        (file) =>
          new Promise<string>((resolve) => {
            const args = [tsc, ...options, "--types", "node", file];
            execFile(process.execPath, args, { cwd: folder }, (_error, stdout) => resolve(stdout));
          }),
      ),
    );
    expect(found.join("")).toBe("");
  });
});

/** Runners indent what they print. */
function withoutIndent(text: string): string {
  return text
    .split("\n")
    .map((row) => row.trim())
    .join("\n");
}
