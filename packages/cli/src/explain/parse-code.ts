import type { CauseCode } from "@concors/explain";
import { causeCodes, causeFamilies, describeCause, describeSecurity, securityCodes } from "@concors/explain";
import { auditCodes, describeAuditCode } from "@concors/explain/audit";
import type { Line } from "../terminal/text.ts";
import { UsageError } from "../usage-error.ts";
import { causeLines, noteLines } from "./cause-lines.ts";

/** What a code stands for: a cause, a note about security beside it, or what an audit finds. */
interface Described {
  readonly value: object;
  readonly lines: () => readonly Line[];
}

/**
 * What a code, in whichever case, stands for.
 *
 * @throws UsageError that says what it is near, if there is no such code
 */
export function parseCode(text: string): Described {
  const isMeant = (code: string): boolean => code.toLowerCase() === text.toLowerCase();
  const cause = causeCodes.find(isMeant);
  if (cause !== undefined) return { value: describeCause(cause), lines: () => causeLines(cause) };
  const notes = [...securityCodes.map(describeSecurity), ...auditCodes.map(describeAuditCode)];
  const note = notes.find(({ code }) => isMeant(code));
  if (note !== undefined) return { value: note, lines: () => noteLines(note) };
  const near = nearCodes(text.toUpperCase());
  const hint = near.length === 0 ? "concors explain lists all there are." : `did you mean ${listed(near)}?`;
  throw new UsageError(`${JSON.stringify(text)} is no code of a cause: ${hint}`);
}

/** Codes that end in the same letter and number, however they are written; else those of the family. */
function nearCodes(text: string): readonly CauseCode[] {
  const [, letters = "", digits = ""] = /([A-Z]*)[^A-Z0-9]*([0-9]*)$/.exec(text) ?? [];
  const number = digits.replace(/^0+/, "").padStart(2, "0");
  const same = causeCodes.filter((code) => letters !== "" && code.replace("-", "").endsWith(`${letters}${number}`));
  const lastLetter = causeCodes.filter((code) => code.endsWith(`${letters.slice(-1)}${number}`));
  if (same.length > 0 || lastLetter.length > 0) return same.length > 0 ? same : lastLetter;
  const [prefix] = causeFamilies.find(([family]) => text.startsWith(family)) ?? [];
  return prefix === undefined ? [] : causeCodes.filter((code) => code.startsWith(prefix)).slice(0, 3);
}

function listed(codes: readonly CauseCode[]): string {
  return codes.length === 1 ? codes[0]! : `${codes.slice(0, -1).join(", ")} or ${codes.at(-1)!}`;
}
