/** What an audit finds. Codes are stable; one that is given up is not used again. */
export type AuditCode = OriginAuditCode | AnswerAuditCode;

/** Origins are let in that should not be. */
export type OriginAuditCode =
  | "AUD-R1"
  | "AUD-R2"
  | "AUD-N1"
  | "AUD-P1"
  | "AUD-S1"
  | "AUD-S2"
  | "AUD-S3"
  | "AUD-D1"
  | "AUD-U1"
  | "AUD-U2"
  | "AUD-T1"
  | "AUD-H1"
  | "AUD-H2"
  | "AUD-H3"
  | "AUD-O1"
  | "AUD-X1"
  | "AUD-X2"
  | "AUD-X3"
  | "AUD-X4";

/** What answers say, to whomever: wildcards, caches, errors, malformed headers, networks, a policy's intent. */
export type AnswerAuditCode =
  | "AUD-W1"
  | "AUD-W3"
  | "AUD-W4"
  | "AUD-V1"
  | "AUD-V2"
  | "AUD-V3"
  | "AUD-C1"
  | "AUD-E1"
  | "AUD-E2"
  | "AUD-M1"
  | "AUD-M2"
  | "AUD-M3"
  | "AUD-M4"
  | "AUD-L1"
  | "AUD-L2"
  | "AUD-I1"
  | "AUD-I2";

/** How bad it is, the worst first. */
export const severities = ["critical", "high", "medium", "low", "info"] as const;

export type AuditSeverity = (typeof severities)[number];

/** Whether a severity is at least as bad as another. */
export function isAtLeast(severity: AuditSeverity, least: AuditSeverity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}

/** What comes of it: somebody reads who should not, somebody cannot who should, a cache mixes answers up, or nothing. */
export type AuditKind = "exposure" | "breakage" | "cache" | "hygiene";
