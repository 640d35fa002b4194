import { createFinding } from "./create-finding.ts";
import type { Finding, Limit } from "./finding.ts";
import { limitCodes } from "./limits.ts";
import { isLintCode } from "./lint-words.ts";
import type { SourceFile } from "./reading.ts";
import { TextLines } from "./text-lines.ts";

/** In a comment of whatever language: `concors accepts vary-missing, null-allowed`. */
const acceptance = /\bconcors accepts ([a-z]+(?:-[a-z]+)*(?:, ?[a-z]+(?:-[a-z]+)*)*)/g;

/** What is wrong with files, what of it they say is accepted, and what their servers cannot do, whatever is written. */
export interface LintResult {
  readonly findings: readonly Finding[];
  readonly accepted: readonly Finding[];
  readonly limits: readonly Limit[];
}

/** Puts aside what a file accepts; a code that there is not is a finding itself. */
export function sortAccepted(
  found: readonly Finding[],
  files: readonly SourceFile[],
): Pick<LintResult, "findings" | "accepted"> {
  const codes = new Map(files.map((file) => [file.path, acceptedBy(file)]));
  const isAccepted = ({ path, code }: Finding): boolean => codes.get(path)?.has(code) ?? false;
  return {
    findings: [...found.filter((finding) => !isAccepted(finding)), ...files.flatMap(unknownCodes)],
    accepted: found.filter(isAccepted),
  };
}

/** The codes that a file accepts, in its comments or beside it. */
function acceptedBy({ text, comments = text, accepts = [] }: SourceFile): ReadonlySet<string> {
  const inside = [...comments.matchAll(acceptance)].flatMap(([, codes]) => codes!.split(/, ?/));
  return new Set([...accepts, ...inside]);
}

function unknownCodes(file: SourceFile): readonly Finding[] {
  const { path, text, comments = text } = file;
  return [...comments.matchAll(acceptance)].flatMap((match) => {
    const unknown = match[1]!.split(/, ?/).filter((code) => !isLintCode(code) && !isLimit(code));
    if (unknown.length === 0) return [];
    const at = new TextLines({ path, text: comments }).place(match.index, match.index + match[0].length);
    return [createFinding("accepts-unknown", at, { value: unknown.join(", ") })];
  });
}

/** Nobody has to accept a limit, and it does no harm. */
function isLimit(code: string): boolean {
  return limitCodes.some((known) => known === code);
}
