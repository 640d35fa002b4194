import { writeFile } from "node:fs/promises";
import { chartOf } from "./preflights/chart.ts";
import { pageOf } from "./preflights/page.ts";
import { playDay } from "./preflights/play.ts";

const results = playDay(2026, 500);
const files: readonly (readonly [path: string, text: string])[] = [
  ["bench/data/preflights.json", `${JSON.stringify(results, null, 2)}\n`],
  ["docs/preflights.svg", chartOf(results)],
  ["docs/preflights.md", pageOf(results)],
];
for (const [path, text] of files) {
  await writeFile(new URL(`../../${path}`, import.meta.url), text);
  console.log(`wrote ${path}`);
}
