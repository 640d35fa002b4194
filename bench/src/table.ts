import { beside } from "./measurement.ts";
import type { Benchmark, Measurement } from "./measurement.ts";

const header = ["", "measured", "goal", "measured / goal"];

/** A benchmark as a table for people. */
export function tableOf({ title, measurements }: Benchmark): string {
  const rows = [header, ...measurements.map(rowOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("   "),
  );
  return [title, ...lines.map((line) => `  ${line}`.trimEnd()), ""].join("\n");
}

function rowOf(measurement: Measurement): string[] {
  const { name, measured, interval, unit, goal } = measurement;
  const between = interval === undefined ? "" : ` (${interval.map(numberOf).join(" to ")})`;
  return [name, `${numberOf(measured)}${between} ${unit}`, goalOf(goal), verdictOf(measurement)];
}

function goalOf(goal: Measurement["goal"]): string {
  if (goal === undefined) return "";
  return "atLeast" in goal ? `≥ ${numberOf(goal.atLeast)}` : `≤ ${numberOf(goal.atMost)}`;
}

function verdictOf(measurement: Measurement): string {
  const compared = beside(measurement);
  if (compared === null) return "";
  const { ratio, verdict } = compared;
  // Where the goal is nothing, there is no saying how many times it is met.
  return Number.isFinite(ratio) ? `${numberOf(ratio)}× ${verdict}` : verdict;
}

/** Three digits say enough, and thousands are easier to read with separators. */
function numberOf(value: number): string {
  return value < 10 ? value.toFixed(2) : Number(value.toPrecision(3)).toLocaleString("en");
}
