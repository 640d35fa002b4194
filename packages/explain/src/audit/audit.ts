import type { Policy } from "concors";
import type { HeaderList } from "concors/protocol";
import { get, isRedirectStatus } from "concors/protocol";
import { redactUrl } from "../redact.ts";
import { severities } from "./audit-code.ts";
import type { AuditReport } from "./audit-report.ts";
import {
  checkAllowedPreflight,
  checkErrors,
  checkHeaders,
  checkLineBreak,
  checkPreflight,
} from "./checks/check-answers.ts";
import { checkCaches, checkMarkup } from "./checks/check-caches.ts";
import { checkInternal } from "./checks/check-internal.ts";
import { checkNames, checkRareNames } from "./checks/check-names.ts";
import {
  checkInside,
  checkLocal,
  checkMethods,
  checkNull,
  checkOtherScheme,
  checkRareLocal,
  checkSharedHosting,
} from "./checks/check-places.ts";
import { checkIntent, intentOf, originsOf } from "./checks/check-policy.ts";
import { circumstancesOf } from "./circumstances.ts";
import { Conversation, isSilent } from "./conversation.ts";
import { createFinding } from "./create-finding.ts";
import { redactorOf } from "./evidence.ts";
import type { AuditExchange, AuditSend } from "./exchange.ts";
import { gradeOf } from "./grade.ts";
import { Inquiry } from "./inquiry.ts";
import { notesOn } from "./notes.ts";
import { anchorOf, guessedOrigins, strangerOrigin } from "./probe-origins.ts";
import type { Anchor } from "./probe-origins.ts";
import { letsIn, letsInByName } from "./reading.ts";

export interface AuditOptions {
  /** Headers of a user who is signed in. They go with every request but preflights, and are never reported. */
  readonly credentials?: HeaderList;
  /** Origins that are expected to be let in: those that look like them are tried. */
  readonly origins?: readonly string[];
  /** What is meant: whom the live site lets in besides is found, and whom it refuses. */
  readonly policy?: Policy;
  /** Methods to ask by, besides GET, HEAD and OPTIONS. What they do is the caller's to know. */
  readonly methods?: readonly string[];
  /** No more requests than this; 60 if it is left out. */
  readonly budget?: number;
  /** Two names that nobody else has: lower-case letters, which every expression for a name takes. Random ones, if they are left out. */
  readonly labels?: readonly [string, string];
}

/**
 * Asks a URL what an attacker's pages would be told, and says what they could do with it. What a browser makes of an
 * answer is decided by the standard's own algorithm, and only what a browser can send counts.
 *
 * It sends GET, HEAD and OPTIONS, through `send` alone, one request at a time.
 *
 * @throws TypeError if the policy asks a function about origins, which only its own server can
 */
export async function audit(url: URL, send: AuditSend, options: AuditOptions = {}): Promise<AuditReport> {
  const { budget = 60, credentials = [], labels = [randomLabel(), randomLabel()], policy } = options;
  const intent = policy === undefined ? null : intentOf(policy);
  const conversation = new Conversation(url, send, { budget, credentials, label: labels[0] });
  const inquiry = new Inquiry(conversation, labels);

  const plain = await conversation.actual(null);
  const stopped = reasonToStop(plain, conversation, url);
  if (plain === null || stopped !== null) return inconclusive(url, stopped ?? "There was no answer.", conversation);
  const strangers = await withoutCredentials(inquiry);
  const stranger = await checkStrangers(inquiry, options);
  const allowed = inquiry.has("AUD-R1") ? stranger : await checkListed(inquiry, stranger, plain, options);
  await checkLineBreak(inquiry);
  await checkMarkup(inquiry, stranger);
  await checkCaches(inquiry, allowed ?? (letsIn(stranger) ? stranger : null));
  const circumstances = circumstancesOf({ plain, strangers, exchanges: conversation.exchanges, credentials });
  if (circumstances.isInternal || circumstances.isOnThisMachine)
    await checkInternal(inquiry, stranger, circumstances.isOnThisMachine ? "info" : null);
  if (allowed !== null) await checkRareLocal(inquiry);
  checkHeaders(inquiry);
  if (intent !== null) checkIntent(inquiry, intent);

  const context = { url, circumstances, credentials, redact: redactorOf(credentials), labels };
  const findings = inquiry.drafts
    .map((draft) => createFinding(draft, context))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const hasFindings = findings.some(({ severity }) => severity !== "info");
  // Who stops answering half way may have had more to tell.
  const isCutShort = conversation.end !== null && conversation.end.code !== "budget";
  const isUnknown = isCutShort && !hasFindings;
  return {
    version: 1,
    url: context.redact(redactUrl(url.href)),
    verdict: hasFindings ? "findings" : isUnknown ? "inconclusive" : "clean",
    reason: isUnknown ? conversation.end.message : null,
    grade: isUnknown ? null : gradeOf(findings),
    lets: inquiry.has("AUD-R1")
      ? "whoever-asks"
      : letsIn(stranger)
        ? "everybody"
        : allowed === null
          ? "nobody"
          : "some",
    findings,
    notes: notesOn({ isUnknown, isNothing: !hasFindings, plain, circumstances, conversation, options }),
    requests: conversation.requests,
  };
}

function reasonToStop(plain: AuditExchange | null, { end }: Conversation, url: URL): string | null {
  if (end !== null) return end.message;
  if (plain === null || !isRedirectStatus(plain.answer.status)) return null;
  const location = get(plain.answer.headerList, "Location");
  const target = location !== null && URL.canParse(location, url.href) ? redactUrl(new URL(location, url).href) : null;
  return `It redirects${target === null ? "" : ` to ${target.slice(0, 300)}`}, which is not followed: audit where it leads.`;
}

function inconclusive(url: URL, reason: string, { requests }: Conversation): AuditReport {
  const nothing = { grade: null, lets: null, findings: [], notes: [] } as const;
  return { version: 1, url: redactUrl(url.href), verdict: "inconclusive", reason, ...nothing, requests };
}

/** What everybody gets who is not signed in: twice, to see whether it is the same. */
async function withoutCredentials({
  conversation,
  labels,
}: Inquiry): Promise<readonly [AuditExchange, AuditExchange] | null> {
  if (!conversation.hasCredentials) return null;
  const one = await conversation.actual(null, { withCredentials: false });
  const other = await conversation.actual(strangerOrigin(labels[0]), { withCredentials: false });
  return one === null || other === null ? null : [one, other];
}

/** Asks from origins that are nobody's. */
async function checkStrangers(inquiry: Inquiry, { methods = [] }: AuditOptions): Promise<AuditExchange | null> {
  const { conversation, labels } = inquiry;
  const origin = strangerOrigin(labels[0]);
  const stranger = await conversation.actual(origin);
  if (letsInByName(stranger) && (await inquiry.isLetIn(strangerOrigin)) !== null)
    inquiry.found({ code: "AUD-R1", attacker: "anyone", shownBy: [stranger] });
  await checkPreflight(inquiry, origin, letsIn(stranger));
  if (!letsIn(stranger)) await checkMethods(inquiry, origin, ["HEAD", ...methods]);
  if (!letsIn(stranger)) await checkErrors(inquiry, origin);
  return stranger;
}

/**
 * Asks from origins that may be on a list, and from those that look like them.
 *
 * @returns an answer that lets an origin in; null if there is none
 */
async function checkListed(
  inquiry: Inquiry,
  stranger: AuditExchange | null,
  plain: AuditExchange,
  options: AuditOptions,
): Promise<AuditExchange | null> {
  const { conversation, labels } = inquiry;
  const { origins = [], policy } = options;
  const { url } = conversation;
  await checkNull(inquiry);
  const meant = policy === undefined ? [] : originsOf(policy, labels[0]);
  // What one of our own names was told is no origin of theirs.
  const told = [...namedBy(stranger), ...namedBy(plain)].filter((origin) => !origin.includes(labels[0]));
  const candidates = [...new Set([...origins, ...meant, ...told, ...guessedOrigins(url)])];
  const allowed: AuditExchange[] = [];
  for (const candidate of candidates.slice(0, 12)) {
    const exchange = await conversation.actual(candidate);
    if (letsInByName(exchange)) allowed.push(exchange);
  }
  // Everybody is let in by `*`, without credentials: no name is looked at, as long as none is let in by it.
  if (letsIn(stranger) && allowed.length === 0) return null;
  if (allowed[0] !== undefined) await checkAllowedPreflight(inquiry, allowed[0].origin ?? "");
  const anchors = anchorsFrom(
    allowed.map(({ origin }) => origin ?? ""),
    url.origin,
  );
  await checkOtherScheme(inquiry);
  await checkNames(inquiry, anchors);
  await checkLocal(inquiry);
  // A server that never says a word of CORS has no list to be wrong.
  if (conversation.exchanges.every(({ answer }) => isSilent(answer))) return null;
  await checkInside(inquiry);
  await checkSharedHosting(inquiry);
  await checkRareNames(inquiry, anchors.slice(0, 1));
  return allowed[0] ?? conversation.exchanges.find(letsInByName) ?? null;
}

/** An origin that an answer names to somebody else. */
function namedBy(exchange: AuditExchange | null): readonly string[] {
  const value = exchange === null ? null : get(exchange.answer.headerList, "Access-Control-Allow-Origin");
  return value !== null && URL.canParse(value) && new URL(value).origin === value ? [value] : [];
}

/**
 * The first that is let in, and one more: of the site's own domain if the first is not, else of another domain, else of
 * another host.
 *
 * @param own the origin of the URL itself, which is looked at if none of its domain is let in
 */
function anchorsFrom(allowed: readonly string[], own: string): readonly Anchor[] {
  const anchors = [...allowed, own].flatMap((origin) => anchorOf(origin) ?? []);
  const [first] = anchors;
  const site = anchorOf(own)?.domain ?? null;
  if (first === undefined) return [];
  const others = anchors.filter(({ host }) => host !== first.host);
  const second =
    (first.domain === site ? null : others.find(({ domain }) => domain === site)) ??
    others.find(({ domain }) => domain !== first.domain) ??
    others[0];
  return second === undefined ? [first] : [first, second];
}

/** Nine letters, a c first, and no digit: an expression for names often takes letters alone. */
function randomLabel(): string {
  return `c${Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join("")}`;
}
