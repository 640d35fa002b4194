export { audit } from "./audit.ts";
export type { AuditOptions } from "./audit.ts";
export type { AuditCode, AuditKind, AuditSeverity } from "./audit-code.ts";
export { isAtLeast, severities } from "./audit-code.ts";
export { auditPage } from "./audit-page.ts";
export { auditCodes, auditWords } from "./audit-words.ts";
export type * from "./audit-report.ts";
export type * from "./exchange.ts";
export type { AuditWords } from "./words.ts";
