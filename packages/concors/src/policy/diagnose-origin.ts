import { canonicalOriginPattern } from "./canonical-origin.ts";
import type { IssueCode } from "./issue-words.ts";
import type { Part } from "./issue.ts";
import { portNumber, spellsDefaultPort } from "./origin-pattern.ts";

/** What can be wrong with a text, and whether what was meant is clear. The first that fits tells most. */
const problems: readonly (readonly [RegExp, IssueCode, clear?: false])[] = [
  // A longer text is no slip of somebody who writes an origin, and is not worth a look at each of its characters.
  [/^[^]{1001}/, "origin-host-invalid", false],
  [/^\s*$/, "origin-empty", false],
  [/^\s*\*\s*$/, "star-among-others", false],
  [/^\s*null\s*$/, "origin-null", false],
  [/[,;]|\S\s+\S/, "origin-several", false],
  [/\s/, "origin-with-whitespace"],
  [/^:\/\/|^(?!.*:\/\/)/, "origin-without-scheme"],
  [/^file:\/\//i, "origin-of-file", false],
  [/^(?![a-z][a-z\d+.-]*:\/\/)/i, "origin-scheme-invalid"],
  [/^[^/]*\/\/[^/?#\\]*\/$/, "origin-with-trailing-slash"],
  [/^[^/]*\/\/[^/?#\\]*[/?#\\]/, "origin-with-path"],
  [/@/, "origin-with-userinfo"],
  [/^(?![^*]*\/\/(?:\*\.)?[^*]*(?::\*)?$)/, "origin-wildcard-misplaced"],
  [/\/\/\*\.(?:\[|(?:[^:]*\.)?(?:\d+|0x[\da-f]*)\.?(?::|$))/i, "origin-wildcard-before-address", false],
  [/[^ -~]/, "origin-not-ascii"],
  [/[A-Z]/, "origin-with-uppercase"],
  [spellsDefaultPort, "origin-with-default-port"],
  [new RegExp(String.raw`//(?:\*\.)?(?:\[[^\]]*\]|[^:[]*):(?!(?:\*|${portNumber})$)`), "origin-port-invalid"],
  [/\/\/(?:\[|(?:[^:]*\.)?(?:\d+|0x[\da-f]*)\.?(?::|$))/i, "origin-address-not-canonical"],
  [/^/, "origin-host-invalid"],
];

/** Says what is wrong with a value that parseOriginPattern does not take. */
export function diagnoseOrigin({ value, add }: Part): void {
  if (typeof value !== "string") {
    add("origin-not-a-string");
    return;
  }
  const [, code, clear = true] = problems.find(([pattern]) => pattern.test(value))!;
  add(code, (clear && canonicalOriginPattern(value)) || undefined);
}
