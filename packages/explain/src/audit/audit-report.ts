import type { AuditCode, AuditKind, AuditSeverity } from "./audit-code.ts";

/** What an audit of one URL came to: plain data, without secrets. */
export interface AuditReport {
  readonly version: 1;
  readonly url: string;
  /** `inconclusive`: it could not be found out, and `reason` says why. */
  readonly verdict: "clean" | "findings" | "inconclusive";
  readonly reason: string | null;
  /** From A, nothing to mend, to F, any site reads what is the user's; null if it could not be found out. */
  readonly grade: Grade | null;
  /** Who is let in, in one word: nobody or some, everybody without credentials, or whoever asks. */
  readonly lets: "some" | "everybody" | "whoever-asks" | "nobody" | null;
  /** The worst first. */
  readonly findings: readonly AuditFinding[];
  /** What is worth knowing beside them. */
  readonly notes: readonly string[];
  /** How many requests were sent. */
  readonly requests: number;
}

export type Grade = "A" | "B" | "C" | "D" | "F";

/** One cause, and what shows it. */
export interface AuditFinding {
  readonly code: AuditCode;
  readonly severity: AuditSeverity;
  readonly kind: AuditKind;
  readonly title: string;
  /** One sentence that stands alone. */
  readonly message: string;
  /** Who can use it; null where nobody reads anything by it. */
  readonly who: string | null;
  /** The browsers that send what it takes. */
  readonly browsers: readonly string[];
  /** The origins that showed it. */
  readonly origins: readonly string[];
  /** How a page reads by it: with the user's credentials, without, or not at all. */
  readonly reads: "credentialed" | "anonymous" | null;
  readonly evidence: AuditEvidence;
  readonly remedy: string;
  /** The same for the same cause at the same URL, whenever it is found. */
  readonly fingerprint: string;
  /** A page that shows it; null where there is nothing to show in a browser. */
  readonly proof: AuditProof | null;
}

/** A request, and the lines of its answer that decided. Secrets are taken out. */
export interface AuditEvidence {
  readonly request: readonly string[];
  readonly status: number;
  readonly answer: readonly string[];
}

/** A page that shows a finding in a browser. */
export interface AuditProof {
  readonly html: string;
  /** One sentence: how to open it so that the browser sends the origin. */
  readonly open: string;
}
