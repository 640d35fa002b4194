import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkSite, generate, targets } from "../../../src/index.ts";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { matrixOf } from "../../../src/verify/matrix.ts";
import { p1 } from "../policies.ts";
import { rigs } from "../rigs/index.ts";
import { rowsOf } from "../rows/index.ts";
import { applications, servers, table } from "./asked.ts";
import type { Evidence, ProvenTarget } from "./asked.ts";

const provenTargets = [...servers, ...applications];

test("the table has every target that is asked the matrix", () => {
  expect(rigs.map(({ target }) => target).sort()).toEqual([...provenTargets].sort());
});

const checked = checkSite(p1);
const cases = checked.ok ? matrixOf(createPlan(checked.site, "cors")) : [];

/** Whether a target was asked what an entry of the table says. */
function isSo(target: ProvenTarget, evidence: Evidence): boolean {
  const { exceptions = {}, lacks } = rigs.find((rig) => rig.target === target)!;
  if ("row" in evidence) return Object.hasOwn((rowsOf as Partial<Record<string, object>>)[target] ?? {}, evidence.row);
  if ("file" in evidence)
    return readFileSync(new URL(`../${evidence.file}`, import.meta.url), "utf8").includes(evidence.test);
  if ("case" in evidence) {
    const found = cases.find(({ name }) => name === evidence.case);
    return found !== undefined && !lacks.some((lack) => found.path.endsWith(`/${lack}`));
  }
  if ("loss" in evidence)
    return generate(target, p1, { auth: "basic" }).losses.some(({ code }) => code === evidence.loss);
  if ("exception" in evidence) return Object.hasOwn(exceptions, evidence.exception);
  return true;
}

describe.each(table)("$name", ({ evidence }) => {
  test.each(provenTargets)("%s", (target) => {
    expect(evidence[target].length).toBeGreaterThan(0);
    expect(evidence[target].filter((one) => !isSo(target, one))).toEqual([]);
  });
});

test("docs/proven.md is made from the table", async () => {
  await expect(page()).toMatchFileSnapshot("../../../../../docs/proven.md");
});

function page(): string {
  const titles = provenTargets.map((target) =>
    target === "fetch" ? "Fetch" : targets.find(({ name }) => name === target)!.title,
  );
  const notes: string[] = [];
  const rows = table.map(
    ({ name, evidence }) => `| ${name} | ${provenTargets.map((target) => cell(evidence[target], notes)).join(" | ")} |`,
  );
  return `# What each proven server was asked

The tests of Concors run each of these servers with what was generated for it, and ask it what stands on the left. ✓: it does
what the policy says.

| | ${titles.join(" | ")} |
| --- | ${titles.map(() => "---").join(" | ")} |
${rows.join("\n")}

${notes.map((note, index) => `${index + 1}. ${note}`).join("\n")}

Beside ✓, a number is about the rest: what is answered in front of an application.
`;
}

/** What one target was asked: whether it is right, and the numbers of notes. */
function cell(evidence: readonly Evidence[], notes: string[]): string {
  const isRun = evidence.some((one) => "row" in one || "file" in one || "case" in one);
  const said = evidence.map(noteFor).filter((note) => note !== null);
  const numbers = said.map((note) => {
    if (!notes.includes(note)) notes.push(note);
    return notes.indexOf(note) + 1;
  });
  return [...(isRun ? ["✓"] : []), ...numbers].join(" ");
}

function noteFor(evidence: Evidence): string | null {
  if ("loss" in evidence) return `A loss says so: [\`${evidence.loss}\`](losses.md).`;
  if ("exception" in evidence)
    return "nginx before 1.23 does not join the lines, and no configuration can; later ones do.";
  return "reason" in evidence ? `Not asked: ${evidence.reason}.` : null;
}
