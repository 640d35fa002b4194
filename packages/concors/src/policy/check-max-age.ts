import type { Part } from "./issue.ts";

const longest = 86_400;
const units: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: longest };

export function checkMaxAge({ value, add }: Part): void {
  if (value === undefined) return;
  if (typeof value !== "number" || Number.isNaN(value)) {
    add("max-age-not-a-number", typeof value === "string" ? secondsIn(value) : undefined);
  } else if (value < 0) {
    add("max-age-negative", 0);
  } else if (value > longest) {
    add("max-age-too-long", longest);
  } else if (!Number.isInteger(value)) {
    add("max-age-not-whole", Math.round(value));
  }
}

/** "10m", "7200", "2 h": how many seconds that is; undefined if it is no duration, or too long a one. */
function secondsIn(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,9})\s?([a-z]*)$/.exec(text) ?? [];
  const seconds = Number(digits) * units[unit || "s"]!;
  return seconds <= longest ? seconds : undefined;
}
