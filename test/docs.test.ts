import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { validateWorkflow } from "@action-validator/core";
import { describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

const pages = [
  ...pagesIn("."),
  ...pagesIn("docs"),
  ...pagesIn("docs/learn"),
  ...readdirSync(join(root, "packages")).flatMap((name) => pagesIn(`packages/${name}`)),
];

/** The Markdown files of a folder, by their paths from the root. */
function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

describe.each(pages)("%s", (path) => {
  const text = readFileSync(join(root, path), "utf8");
  const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, block = ""]) => block);

  for (const [index, block] of blocks.entries()) {
    test(`block ${index + 1} prints what it says`, async () => {
      const expected = [...block.matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line);
      // In the root, where the packages are found as anywhere after an install.
      const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", block], { cwd: root });
      expect(stdout.trimEnd().split("\n")).toEqual(expected);
    });
  }

  test("links to files that exist, and to headings that they have", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
    const broken = links.filter(([, target = "", heading]) => {
      const file = target === "" ? join(root, path) : join(root, dirname(path), target);
      return !existsSync(file) || (heading !== undefined && !anchorsOf(file).includes(heading));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

describe("docs/testing.md", () => {
  const text = readFileSync(join(root, "docs/testing.md"), "utf8");
  const [, workflow = ""] = /^```yaml\n(.*?)^```$/ms.exec(text) ?? [];

  test("has a workflow that GitHub takes", () => {
    expect(validateWorkflow(workflow).errors).toEqual([]);
    // What a workflow is not is found.
    expect(validateWorkflow(workflow.replace("runs-on", "runs-in")).errors).not.toEqual([]);
  });

  const commands = [...workflow.matchAll(/npx concors (\w+)((?:[^\n]|\n {10})*)/g)];
  test.each(commands.map(([, name = "", rest = ""]) => [name, rest] as const))(
    "has options that concors %s has:%s",
    async (name, rest) => {
      const { stdout } = await run(process.execPath, [join(root, "packages/cli/bin/concors.js"), name, "--help"]);
      const options = [...rest.matchAll(/(?<= )--?[A-Za-z][\w-]*/g)].map(([option]) => option);
      expect(options.filter((option) => !stdout.includes(option))).toEqual([]);
    },
  );
  test("uses the command line three times", () => expect(commands).toHaveLength(3));
});

test("README.md shows what the demo prints", async () => {
  const [, block = ""] = /^```console\n(.*?)\n```$/ms.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  const { stdout } = await run(process.execPath, [join(root, "packages/cli/bin/concors.js"), "demo"]);
  const withoutPorts = (text: string): string => text.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:0");
  expect(withoutPorts(stdout)).toContain(withoutPorts(block));
});

/** The headings of a page as a link names them. */
function anchorsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
