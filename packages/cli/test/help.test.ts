import { describe, expect, test } from "vitest";
import { runMain } from "./run-main.ts";

const commands = [
  ["check"],
  ["explain"],
  ["audit"],
  ["config", "generate"],
  ["config", "verify"],
  ["config", "import"],
  ["config", "targets"],
  ["lint"],
  ["proxy"],
  ["lab"],
  ["demo"],
];

describe.each(commands.map((words) => [words.join(" "), words] as const))("concors %s --help", (_, words) => {
  const help = async (): Promise<string> => (await runMain([...words, "--help"])).stdout.replace(/\s+/g, " ");

  test("says what its exit status means", async () => expect(await help()).toMatch(/Exit status: 0/));

  test("says the same thing in the same words as the others", async () => {
    const text = await help();
    expect(text).not.toContain("may be repeated");
    if (text.includes("--no-color")) expect(text).toContain("do not colour; nor with NO_COLOR, nor in a pipe");
  });
});

test("concors config --help shows that generate need not be said", async () => {
  expect((await runMain(["config", "--help"])).stdout).toContain("concors config nginx --policy policy.json");
});
