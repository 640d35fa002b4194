import { checkKeys } from "./check-keys.ts";
import type { IssueList, IssuePath } from "./issue.ts";

const keys = ["allows", "ttl", "max", "timeout", "onError"];

export function checkDynamicOrigins(
  path: IssuePath,
  origins: Readonly<Record<string, unknown>>,
  found: IssueList,
): void {
  checkKeys(path, origins, keys, found);
  const { allows, onError, ttl, max, timeout } = origins;
  if (typeof allows !== "function") found.add("allows-not-a-function", [...path, "allows"], allows);
  if (onError !== undefined && typeof onError !== "function") {
    found.add("on-error-not-a-function", [...path, "onError"], onError);
  }
  checkLimit([...path, "ttl"], ttl, { least: 0, whole: false }, found);
  checkLimit([...path, "max"], max, { least: 0, whole: true }, found);
  // NB: A timer takes no longer time than that, and fires at once.
  checkLimit([...path, "timeout"], timeout, { least: 0, whole: false, most: 2 ** 31 - 1 }, found);
}

interface Limits {
  readonly least: number;
  readonly most?: number;
  readonly whole: boolean;
}

function checkLimit(path: IssuePath, value: unknown, { least, most = 2 ** 31, whole }: Limits, found: IssueList): void {
  if (value === undefined) return;
  const fits = typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (!fits) found.add("limit-out-of-range", path, value);
}
