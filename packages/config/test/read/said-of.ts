import type { LossCode } from "@concors/config";
import { lintAll } from "@concors/config/read";
import type { SourceFile } from "@concors/config/read";

interface Said {
  readonly findings: readonly string[];
  readonly limits: readonly LossCode[];
}

/** The codes of what lint says of a file, in the order of the alphabet. */
export function saidOf(file: SourceFile): Said {
  const { findings, limits } = lintAll([file]);
  return {
    findings: findings.map(({ code }) => code).toSorted(),
    limits: limits.map(({ code }) => code).toSorted(),
  };
}
