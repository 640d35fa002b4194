import { cpus } from "node:os";
import { benchmarkDecisions } from "./policy-decisions.ts";
import { benchmarkLimits } from "./policy-limits.ts";
import { tableOf } from "./table.ts";

const { gc } = globalThis;
if (gc === undefined) throw new Error("Run node with --expose-gc: memory is measured after collecting garbage.");

console.log(`Node ${process.versions.node} on ${cpus()[0]?.model ?? "an unknown processor"}`);
console.log("Medians of interleaved rounds. A request is written in strings that were not seen before.\n");
const collectGarbage = (): void => {
  gc();
};
console.log(tableOf(benchmarkLimits(collectGarbage)));
for (const benchmark of benchmarkDecisions()) console.log(tableOf(benchmark));
