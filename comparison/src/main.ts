import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { auditSection } from "./audit/section.ts";
import { startConcors } from "./concors.ts";
import { judge } from "./judge.ts";
import { libraries, versionOf } from "./libraries.ts";
import { pageOf } from "./page.ts";
import type { Played, Player } from "./page.ts";
import { rows } from "./rows/index.ts";
import { snippets } from "./snippets/rows/index.ts";
import { howToGet, writeSection } from "./snippets/write-section.ts";

const played: Played[] = [];
for (const row of rows) {
  const theirs = await judge(row, libraries[row.library], row.options);
  const ours = await judge(row, startConcors, row.policy);
  played.push({ row, theirs, ours });
}
const labels = [...new Set(rows.map(({ library }) => library))].sort();
const players = labels.map((label): Player => ({ label, version: versionOf(label) }));
const file = new URL("../../docs/comparison.md", import.meta.url);
// Where all servers have to be, no table may stay as it was.
const missing = process.env["CI"] === "true" ? (): null => null : howToGet;
const section = await writeSection(readFileSync(file, "utf8"), missing, console.warn);
const audits = await auditSection();
writeFileSync(file, `${pageOf(played, players)}\n${audits.text}\n${section}`);
const right = (whose: "theirs" | "ours"): number => played.filter((one) => one[whose].right).length;
console.log(
  `${rows.length} rows: the libraries ${right("theirs")} right, Concors ${right("ours")}; ${snippets.length} snippets; ${audits.right} of ${audits.all} audits right. docs/comparison.md`,
);
