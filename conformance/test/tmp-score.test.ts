import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { recordedScenarios, browserNames } from "../src/data.ts";
import { comparable } from "../src/compare.ts";
import { playInMemory } from "../src/play-in-memory.ts";
test("score", () => {
  const all = recordedScenarios();
  for (const engine of ["spec", ...browserNames] as const) {
    const score: any = {}; let consensus = 0, right = 0; const miss: any[] = []; const t0 = Date.now();
    for (const { scenario, observed } of all) {
      const mine = comparable(playInMemory(scenario, engine));
      const theirs = browserNames.map((b) => comparable(observed[b]));
      browserNames.forEach((b, i) => { score[b] = (score[b] ?? 0) + (mine === theirs[i] ? 1 : 0); if (b === engine && mine !== theirs[i]) miss.push({ id: scenario.id, kind: scenario.kind, mine, theirs: theirs[i] }); });
      if (new Set(theirs).size === 1) { consensus++; right += mine === theirs[0] ? 1 : 0; if (engine === "spec" && mine !== theirs[0]) miss.push({ id: scenario.id, kind: scenario.kind, mine, theirs: theirs[0] }); }
    }
    console.log(engine, Date.now() - t0, "ms", Object.entries(score).map(([b, n]) => `${b} ${((100 * (n as number)) / all.length).toFixed(2)}`).join(" "), `consensus ${((100 * right) / consensus).toFixed(2)} of ${consensus}`, "misses", miss.length, JSON.stringify(miss.reduce((m, x) => ({ ...m, [x.kind]: (m[x.kind] ?? 0) + 1 }), {})));
    writeFileSync(`/tmp/miss-${engine}.jsonl`, miss.map((m) => JSON.stringify(m)).join("\n"));
  }
}, 120000);
