import type { HeaderList } from "concors/protocol";
import { redactUrl } from "../redact.ts";
import { attackerWords } from "./attacker.ts";
import type { AuditFinding } from "./audit-report.ts";
import type { AuditSeverity } from "./audit-code.ts";
import { severities } from "./audit-code.ts";
import { auditWords } from "./audit-words.ts";
import { emptinessOf } from "./circumstances.ts";
import { cut, evidenceOf } from "./evidence.ts";
import type { Redact } from "./evidence.ts";
import type { Draft } from "./inquiry.ts";
import { proofPage } from "./proof-page.ts";
import { preflightReading, readingOf } from "./reading.ts";
import { exposureSeverity } from "./severity.ts";
import type { Circumstances } from "./severity.ts";

/** What every finding of one URL has in common. */
export interface FindingContext {
  readonly url: URL;
  readonly circumstances: Circumstances;
  readonly credentials: HeaderList;
  readonly redact: Redact;
  /** The random labels of this audit, which are no part of what a finding is. */
  readonly labels: readonly string[];
}

/** Puts a draft into words. */
export function createFinding(draft: Draft, context: FindingContext): AuditFinding {
  const { attacker, code, header = "Access-Control-Allow-Origin", shownBy } = draft;
  const { kind, message, remedy, title } = auditWords[code];
  const { credentials: given, redact, url } = context;
  const shown = shownBy[0]!;
  const credentials = shownBy.some((exchange) => readingWith(exchange) === "credentialed");
  const origins = [...new Set(shownBy.flatMap(({ origin }) => origin ?? []))].map((origin) => cut(redact(origin)));
  const value = cut(redact(draft.value ?? (code === "AUD-R1" ? `like ${origins[0] ?? ""}` : origins.join(", "))));
  const exposes = kind === "exposure" && code !== "AUD-E2" && code !== "AUD-L2";
  const words = kind === "exposure" ? attackerWords[attacker] : null;
  return {
    code,
    severity: milder(severityOf(draft, credentials, context), draft.atMost),
    kind,
    title,
    message: message.replace("{value}", () => value),
    who: words?.who ?? null,
    browsers: words?.browsers ?? [],
    origins,
    reads: exposes ? (credentials ? "credentialed" : "anonymous") : null,
    evidence: evidenceOf(shown, given, header, redact),
    remedy,
    fingerprint: fingerprintOf(code, url),
    proof: exposes && attacker !== "nobody" ? proofPage(shown, redact(redactUrl(url.href)), credentials) : null,
  };
}

function readingWith(exchange: Draft["shownBy"][number]): ReturnType<typeof readingOf> {
  return exchange.request.kind === "preflight" ? preflightReading(exchange) : readingOf(exchange);
}

function severityOf(
  { attacker, code, shownBy }: Draft,
  credentials: boolean,
  { circumstances }: FindingContext,
): AuditSeverity {
  const { kind } = auditWords[code];
  if (kind === "exposure") {
    // What a policy refuses is not meant, whatever can be read.
    if (code === "AUD-I1" && !credentials) return "low";
    // What is asked once is worth as much as what is read.
    if (code === "AUD-E2") return credentials ? "low" : "info";
    const { isAnswered } = circumstances;
    return exposureSeverity(attacker, credentials, { ...circumstances, emptiness: emptinessFor(shownBy, isAnswered) });
  }
  if (kind === "cache") return "medium";
  return kind === "breakage" ? "low" : "info";
}

/** What there is to read for who is let in: at the most, if there are several. */
function emptinessFor(shownBy: Draft["shownBy"], isAnswered: boolean): Circumstances["emptiness"] {
  const all = shownBy.map(({ answer: { status } }) =>
    // Others are served: what is said here is that this origin is not.
    isAnswered && status >= 400 ? "error" : emptinessOf(status),
  );
  return (["full", "wrong-method"] as const).find((emptiness) => all.includes(emptiness)) ?? "error";
}

function milder(severity: AuditSeverity, limit: AuditSeverity = "critical"): AuditSeverity {
  return severities.indexOf(severity) < severities.indexOf(limit) ? limit : severity;
}

/** By what was found and where; not by the random names that it was found by. */
function fingerprintOf(code: string, { origin, pathname }: URL): string {
  return `${code} ${origin}${pathname}`;
}
