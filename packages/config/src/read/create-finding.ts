import type { Finding, Patch, Place, Severity } from "./finding.ts";
import { lintWords } from "./lint-words.ts";
import type { LintCode } from "./lint-words.ts";

export interface FindingDetails {
  readonly value?: string | undefined;
  /** An origin that a browser can send, and that should not be let in. */
  readonly witness?: string | undefined;
  readonly write?: string | undefined;
  readonly patch?: Patch | undefined;
  readonly severity?: Severity | undefined;
}

/** A finding, in the words of the table. */
export function createFinding(code: LintCode, at: Place, details: FindingDetails = {}): Finding<LintCode> {
  const { severity, words, write } = lintWords[code];
  const does = words.replace("{value}", () => details.value ?? "").replace("{witness}", () => details.witness ?? "");
  const message = `${does}: ${details.write ?? write}`;
  const finding = { code, severity: details.severity ?? severity, message, path: at.path, span: at.span };
  return Object.freeze(details.patch === undefined ? finding : { ...finding, patch: details.patch });
}
