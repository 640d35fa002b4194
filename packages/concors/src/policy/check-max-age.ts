import type { IssueList, IssuePath } from "./issue.ts";

const longest = 86_400;
const secondsOf: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["s", 1],
  ["m", 60],
  ["min", 60],
  ["h", 3600],
  ["d", 86_400],
]);

export function checkMaxAge(path: IssuePath, value: unknown, found: IssueList): void {
  if (value === undefined) return;
  if (typeof value !== "number" || Number.isNaN(value)) {
    found.add("max-age-not-a-number", path, value, typeof value === "string" ? secondsIn(value) : undefined);
  } else if (value < 0) {
    found.add("max-age-negative", path, value, 0);
  } else if (value > longest) {
    found.add("max-age-too-long", path, value, longest);
  } else if (!Number.isInteger(value)) {
    found.add("max-age-not-whole", path, value, Math.round(value));
  }
}

/** "10m", "7200", "2 h": how many seconds that is; undefined if it is no duration, or too long a one. */
function secondsIn(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,9})\s?(s|m|min|h|d)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const seconds = Number(digits) * (secondsOf.get(unit) ?? 1);
  return seconds <= longest ? seconds : undefined;
}
