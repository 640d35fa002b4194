import type { Issue } from "./issue.ts";

/** How many issues a message tells; `issues` has all. */
const told = 20;

/** A policy that cannot be used: everything that is wrong with it, at once. */
export class PolicyError extends TypeError {
  override readonly name = "PolicyError" as const;
  readonly issues: readonly Issue[];

  /** @param hint what to say at the end */
  constructor(issues: readonly Issue[], ...hint: readonly string[]) {
    const lines = issues.slice(0, told).map(({ message }) => message);
    if (issues.length > told) lines.push(`… and ${issues.length - told} more`);
    lines.push(...hint);
    // Under each other, as the first stands behind the error's name.
    super(lines.join(`\n${" ".repeat("PolicyError: ".length)}`));
    this.issues = issues;
  }
}
