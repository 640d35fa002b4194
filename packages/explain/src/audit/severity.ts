import type { AuditSeverity } from "./audit-code.ts";
import { severities } from "./audit-code.ts";
import type { Attacker } from "./attacker.ts";

/** What an audit learned of a URL that an exposure is as bad as. */
export interface Circumstances {
  /** Whether the body is another with credentials that a browser attaches itself. */
  readonly isPersonal: boolean;
  /** Whether the address is one of a private network. */
  readonly isInternal: boolean;
  /** Whether it is this machine: what is deployed from here will be elsewhere, so it is judged as if it were public. */
  readonly isOnThisMachine: boolean;
  /** Whether every cookie that was set stays at home when another site asks. */
  readonly cookiesStayAtHome: boolean;
  /** Whether all that can be read is an error: `none`, or one that says this method is not for this URL. */
  readonly emptiness: "full" | "wrong-method" | "error";
  /** Whether who names no origin is answered, and not refused. */
  readonly isAnswered: boolean;
}

/** How bad it is that an attacker reads, with or without the user's credentials. */
export function exposureSeverity(
  attacker: Attacker,
  credentials: boolean,
  circumstances: Circumstances,
): AuditSeverity {
  if (attacker === "nobody" || circumstances.emptiness === "error") return "info";
  const base = credentials ? withCredentials(attacker, circumstances) : withoutCredentials(attacker, circumstances);
  return circumstances.emptiness === "wrong-method" ? worst(base, "low") : base;
}

function withCredentials(attacker: Attacker, { cookiesStayAtHome, isPersonal }: Circumstances): AuditSeverity {
  if (attacker === "same-host") return "low";
  if (attacker !== "anyone") return cookiesStayAtHome && isElsewhere(attacker) ? "low" : "medium";
  // SameSite keeps the cookies from another site's request; whoever has a foothold on the site gets them all the same.
  if (cookiesStayAtHome) return "medium";
  return isPersonal ? "critical" : "high";
}

/** Whether its pages are of another site, whatever the site is that is read. */
function isElsewhere(attacker: Attacker): boolean {
  return attacker === "proxied" || attacker === "local";
}

/** What anybody can read without a browser is no secret; what is behind a firewall is. */
function withoutCredentials(attacker: Attacker, { isInternal }: Circumstances): AuditSeverity {
  if (!isInternal) return "info";
  return attacker === "anyone" ? "medium" : "low";
}

/** The severity, or a milder one. */
function worst(severity: AuditSeverity, limit: AuditSeverity): AuditSeverity {
  return severities.indexOf(severity) < severities.indexOf(limit) ? limit : severity;
}
