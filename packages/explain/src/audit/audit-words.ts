import { answerWords } from "./answer-words.ts";
import type { AuditCode } from "./audit-code.ts";
import { originWords } from "./origin-words.ts";
import type { AuditWords } from "./words.ts";

/** What each finding says. The one source of `docs/audit.md`. */
export const auditWords: Readonly<Record<AuditCode, AuditWords>> = { ...originWords, ...answerWords };

/** Every code there is, in the order of its family. */
export const auditCodes: readonly AuditCode[] = Object.keys(auditWords) as AuditCode[];
