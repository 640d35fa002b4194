import { answerWords } from "./answer-words.ts";
import type { AuditCode } from "./audit-code.ts";
import { originWords } from "./origin-words.ts";
import type { AuditWords } from "./words.ts";

/** What each finding says. The one source of `docs/audit.md`. */
export const auditWords: Readonly<Record<AuditCode, AuditWords>> = { ...originWords, ...answerWords };

/** What there is to say of what an audit finds, wherever it finds it: Markdown, in sentences. */
export interface AuditDescription {
  readonly code: AuditCode;
  readonly title: string;
  /** How it comes about, and what it leads to. */
  readonly about: string;
  /** What the server's owner does. */
  readonly remedy: string;
}

/** What `docs/audit.md` says of a code. */
export function describeAuditCode(code: AuditCode): AuditDescription {
  const { about, remedy, title } = auditWords[code];
  return { code, title, about, remedy };
}

/** Every code there is, in the order of its family. */
export const auditCodes: readonly AuditCode[] = Object.keys(auditWords) as AuditCode[];
