import type { TargetName } from "@concors/config";
import { targets } from "@concors/config";
import { UsageError } from "../usage-error.ts";

/** @throws UsageError if there is none of that name */
export function parseTarget(text: string): TargetName {
  const target = targets.find(({ name }) => name === text);
  if (target === undefined)
    throw new UsageError(`${JSON.stringify(text)} is no target: concors config targets lists them.`);
  return target.name as TargetName;
}
