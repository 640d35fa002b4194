import { writeFileSync } from "node:fs";
import { startConcors } from "./concors.ts";
import { judge } from "./judge.ts";
import { libraries, versionOf } from "./libraries.ts";
import { pageOf } from "./page.ts";
import type { Played, Player } from "./page.ts";
import { rows } from "./rows/index.ts";

const played: Played[] = [];
for (const row of rows) {
  const theirs = await judge(row, libraries[row.library], row.options);
  const ours = await judge(row, startConcors, row.policy);
  played.push({ row, theirs, ours });
}
const labels = [...new Set(rows.map(({ library }) => library))].sort();
const players = labels.map((label): Player => ({ label, version: versionOf(label) }));
writeFileSync(new URL("../../docs/comparison.md", import.meta.url), pageOf(played, players));
const right = (whose: "theirs" | "ours"): number => played.filter((one) => one[whose].right).length;
console.log(
  `${rows.length} rows: the libraries ${right("theirs")} right, Concors ${right("ours")}. docs/comparison.md`,
);
