import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A line that may not stand in a file of a folder, or in one file, and the rule that says so. */
const forbidden: readonly (readonly [path: string, line: string, rule?: string])[] = [
  ["packages/concors/src/protocol", `export * from "../policy/policy.ts";`],
  ["packages/concors/src/protocol", `export * from "node:url";`],
  ["packages/concors/src/protocol", `export * from "tldts";`],
  ["packages/concors/src/protocol", `export const lazy = await import("tldts");`],
  ["packages/concors/src/protocol", `export const { env } = process;`, "no-restricted-globals"],

  ["packages/concors/src/policy", `export * from "../adapters/express.ts";`],
  ["packages/concors/src/policy", `export * from "node:net";`],
  ["packages/concors/src/policy", `export * from "fastify";`],

  ["packages/concors/src/adapters", `export { createServer } from "node:http";`],
  ["packages/concors/src/adapters", `import { fastify } from "fastify"; fastify();`],
  ["packages/concors/src/adapters", `export * from "@concors/browser";`],
  ["packages/concors/src/adapters/fetch.ts", `export type { Server } from "node:http";`],
  ["packages/concors/src/adapters/fetch-response.ts", `export * from "./node-response.ts";`],
  ["packages/concors/src/adapters/elysia.ts", `export * from "../policy/create-cors.ts";`],
  ["packages/concors/src/policy/terse-decider.ts", `export * from "./explain-decision.ts";`],
  ["packages/concors/src/policy/check-lists.ts", `export { issueWords } from "./issue-words.ts";`],
  ["packages/concors/src/policy/check-origins.ts", `export * from "../adapters/fetch.ts";`],
  ["packages/concors/src/policy/compile-policy.ts", `export * from "node:net";`],
  ["packages/concors/src/adapters/hono.ts", `export { ServerResponse } from "node:http";`],

  ["packages/concors/src/policy", `export * from "../adapters/node.ts";`],
  ["packages/concors/src/policy", `export * from "node:http";`],
  ["packages/concors/src/policy", `export * from "undici";`],
  ["packages/concors/src/policy", `export * from "@concors/browser";`],
  ["packages/concors/src/policy", `export const { env } = process;`, "no-restricted-globals"],

  ["packages/browser/src", `export * from "@concors/explain";`],
  ["packages/browser/src", `export * from "@concors/cli";`],
  ["packages/browser/src", `export * from "../../explain/src/index.ts";`],
  ["packages/browser/src", `export * from "node:process";`],
  ["packages/browser/src", `export const { env } = process;`, "no-restricted-globals"],
  ["packages/browser/src", `export const { env } = globalThis.process;`, "no-restricted-properties"],

  ["packages/browser/src", `export * from "./matchers/index.ts";`],
  ["packages/browser/src/matchers", `export * from "@concors/cli";`],
  ["packages/browser/src/matchers", `export * from "@concors/config";`],
  ["packages/browser/src/matchers", `export * from "node:process";`],
  ["packages/browser/src/matchers", `export const { env } = process;`, "no-restricted-globals"],

  ["packages/browser/src/engine", `export * from "node:http";`],
  ["packages/browser/src/engine", `export * from "undici";`],
  ["packages/browser/src/engine", `export * from "../browser.ts";`],
  ["packages/browser/src/engine/profiles", `export * from "node:http";`],
  ["packages/browser/src/engine/profiles", `export * from "../../browser.ts";`],

  ["packages/explain/src", `export * from "node:http";`],
  ["packages/explain/src", `export * from "undici";`],
  ["packages/explain/src", `export * from "@concors/browser";`],
  ["packages/explain/src", `export * from "@concors/cli";`],
  ["packages/explain/src", `export * from "@concors/config/read";`],
  ["packages/explain/src/fixes", `export * from "@concors/config/verify";`],
  ["packages/explain/src", `export { mainFetch } from "@concors/browser/engine";`],
  ["packages/explain/src", `import { mainFetch } from "@concors/browser/engine"; mainFetch();`],
  ["packages/explain/src/causes", `export * from "../../../browser/src/engine/index.ts";`],
  ["packages/explain/src", `export const { env } = process;`, "no-restricted-globals"],
  ["packages/explain/src/audit", `export * from "node:http";`],
  ["packages/explain/src/audit", `export * from "@concors/browser";`],
  ["packages/explain/src/audit/checks", `export * from "undici";`],

  ["packages/config/src", `export * from "node:fs";`],
  ["packages/config/src", `export * from "./verify/verify.ts";`],
  ["packages/config/src", `export * from "./read/index.ts";`],
  ["packages/config/src/targets", `export * from "node:fs";`],
  ["packages/config/src/targets", `export * from "@concors/browser/engine";`],
  ["packages/config/src/plan", `export * from "fast-check";`],
  ["packages/config/src/read", `export * from "node:fs";`],
  ["packages/config/src/read", `export * from "@concors/browser";`],
  ["packages/config/src/read", `export * from "../verify/verify.ts";`],
  ["packages/config/src/verify", `export * from "@concors/cli";`],
  ["packages/config/src/verify", `export * from "@concors/explain";`],
  ["packages/config/src/verify", `export * from "node:process";`],
  ["packages/config/src/verify", `export const { env } = process;`, "no-restricted-globals"],

  ["packages/proxy/src", `export * from "@concors/browser";`],
  ["packages/proxy/src", `export * from "@concors/cli";`],
  ["packages/proxy/src", `export * from "./compat/index.ts";`],
  ["packages/proxy/src", `export * from "node:process";`],
  ["packages/proxy/src", `export const { env } = process;`, "no-restricted-globals"],
  ["packages/proxy/src/target", `export * from "node:net";`],
  ["packages/proxy/src/headers", `export * from "undici";`],
  ["packages/proxy/src/fetch", `export * from "node:net";`],
  ["packages/proxy/src/fetch", `export * from "undici";`],

  ["packages/cli/src/lab", `export * from "../../../../lab/src/stage/stage.ts";`],
  ["packages/cli/src/lab", `export * from "preact";`],
  ["packages/cli/src/lab", `export * from "../proxy/start-proxy.ts";`],
  ["packages/cli/src/lab/runs", `export * from "../../terminal/text.ts";`],
  ["packages/cli/src/lab/wire.ts", `export { parseCheck } from "../check/parse-check.ts";`],

  ["lab/src", `export * from "node:http";`],
  ["lab/src/stage", `export * from "@concors/browser";`],
  ["lab/src/stage", `export * from "@concors/cli";`],
  ["lab/src/stage", `export { tokenHeader } from "@concors/cli/lab";`],
  ["lab/src/stage", `export { scenario } from "@concors/conformance/scenario";`],
  ["lab/src/stage", `export * from "../../../packages/concors/src/index.ts";`],
  ["lab/src/check", `export * from "@concors/config/verify";`],

  ["conformance/src", `export * from "@concors/cli";`],
  ["conformance/src", `export * from "../../packages/cli/src/main.ts";`],
  ["conformance/src", `export * from "@concors/cli/real-browser/chromium.js";`],
  ["bench/src", `export * from "@concors/cli";`],
  ["bench/src", `export * from "@concors/cli/real-browser";`],
  ["packages/explain/test", `export * from "@concors/cli";`],
];

/** Lines that the rules leave alone: a rule that forbids everything would pass the rows above. */
const allowed: readonly (readonly [path: string, line: string])[] = [
  ["packages/concors/src/protocol", `export * from "./origin.ts";`],
  ["packages/concors/src/policy", `export * from "./policy.ts"; export * from "../protocol/origin.ts";`],
  ["packages/concors/src/policy", `export * from "tldts";`],
  [
    "packages/concors/src/policy",
    `export * from "./policy.ts"; export * from "../protocol/origin.ts"; export * from "tldts";`,
  ],
  [
    "packages/concors/src/policy/issue.ts",
    `export type { IssueCode } from "./issue-words.ts"; export * from "./policy.ts"; export * from "../protocol/origin.ts";`,
  ],
  ["packages/concors/src/policy/origin-risks.ts", `export * from "tldts"; export * from "./origin-pattern.ts";`],
  ["packages/concors/src/adapters", `export type { Server } from "node:http"; export * from "../policy/policy.ts";`],
  ["packages/browser/src", `export * from "node:http"; export * from "undici"; export * from "concors/protocol";`],
  [
    "packages/browser/src/matchers",
    `export * from "@concors/explain"; export * from "@concors/explain/audit"; export * from "../index.ts"; export * from "vitest";`,
  ],
  [
    "packages/browser/src/engine",
    `export * from "./profiles/index.ts"; export * from "concors/protocol"; export * from "tldts"; export * from "tough-cookie";`,
  ],
  ["packages/browser/src/engine/profiles", `export * from "../rules.ts"; export * from "concors/protocol";`],
  ["packages/config/src/targets", `export * from "../plan/plan.ts"; export * from "concors";`],
  ["packages/config/src/read", `export * from "../site.ts"; export * from "concors"; export * from "nginx-conf";`],
  [
    "packages/config/src/verify",
    `export * from "node:http"; export * from "@concors/browser/engine"; export * from "../generate.ts"; export * from "fast-check";`,
  ],
  [
    "packages/proxy/src/forward",
    `export * from "node:net"; export * from "undici"; export * from "concors/node"; export * from "../guard/guard.ts";`,
  ],
  ["packages/proxy/src/fetch", `export * from "concors/fetch"; export * from "../target/parse-target.ts";`],
  ["packages/proxy/src/target", `export * from "./target.ts"; export * from "../problem.ts";`],
  ["packages/explain/src", `export type { Trace } from "@concors/browser/engine"; export * from "concors/protocol";`],
  ["packages/explain/src/fixes", `export * from "concors"; export * from "@concors/config";`],
  ["packages/explain/src/causes", `export * from "../explain.ts";`],
  ["packages/cli/src", `export * from "@concors/explain"; export const { env } = process;`],
  ["packages/cli/test", `export * from "@concors/cli";`],
  ["conformance/src", `export * from "@concors/cli/real-browser";`],
  [
    "lab/src/stage",
    `export type { Run } from "@concors/cli/lab"; export type { Scenario } from "@concors/conformance/scenario"; export * from "@concors/explain/light"; export * from "@concors/browser/engine"; export * from "concors";`,
  ],
];

describe("import boundaries", () => {
  let folder: string;
  let reported: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "concors-boundaries-"));
    await copyFile(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    await Promise.all([
      ...forbidden.map(([path, line], row) => writeLine(join(folder, fileOf(path, `forbidden-${row}`)), line)),
      ...allowed.map(([path, line], row) => writeLine(join(folder, fileOf(path, `allowed-${row}`)), line)),
    ]);
    reported = await lint(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  for (const [row, [path, line, rule = "no-restricted-imports"]] of forbidden.entries()) {
    test(`${path} may not: ${line}`, () => {
      expect(reported.get(fileOf(path, `forbidden-${row}`))).toContain(`eslint(${rule})`);
    });
  }

  for (const [row, [path, line]] of allowed.entries()) {
    test(`${path} may: ${line}`, () => {
      const rules = reported.get(fileOf(path, `allowed-${row}`)) ?? [];
      expect(rules.filter((rule) => rule.startsWith("eslint(no-restricted-"))).toEqual([]);
    });
  }
});

/** A row names a folder, for any file of it, or one file. */
function fileOf(path: string, name: string): string {
  return path.endsWith(".ts") ? path : `${path}/${name}.ts`;
}

async function writeLine(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${line}\n`);
}

/** The rules that each file breaks, by its path from the folder. */
async function lint(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const output = await new Promise<string>((resolve) => {
    // Findings make the exit status 1, which is no error here.
    execFile(process.execPath, [oxlint, "--format=json"], { cwd: folder }, (_error, stdout) => resolve(stdout));
  });
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
  const rules = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) rules.set(filename, [...(rules.get(filename) ?? []), code]);
  return rules;
}
