import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { generateScenarios, scenarioKinds } from "./generate/index.ts";

const usage = `usage: npm run generate -w conformance -- SEED COUNT FILE [kind]…
kinds: ${scenarioKinds.join(", ")}`;

const [seed = "", count = "", file = "", ...kinds] = process.argv.slice(2);
const chosen = scenarioKinds.filter((kind) => kinds.length === 0 || kinds.includes(kind));
const isUsable = /^[0-9]+$/.test(seed) && /^[0-9]+$/.test(count) && file !== "" && kinds.length <= chosen.length;

if (isUsable) {
  const lines = generateScenarios(Number(seed), Number(count), chosen).map((scenario) => JSON.stringify(scenario));
  // npm runs scripts in the workspace; paths are meant from where it was called.
  writeFileSync(resolve(process.env["INIT_CWD"] ?? ".", file), `${lines.join("\n")}\n`);
} else {
  console.error(usage);
  process.exitCode = 2;
}
