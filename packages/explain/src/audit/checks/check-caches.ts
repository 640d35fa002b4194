import type { HeaderList } from "concors/protocol";
import { get, isRedirectStatus } from "concors/protocol";
import type { AuditExchange } from "../exchange.ts";
import type { Inquiry } from "../inquiry.ts";
import { letsInByName } from "../reading.ts";

/** How long caches may keep an answer: `no`, for as long as they like, or as it says. */
type Caching = "never" | "perhaps" | "yes";

/** Whether caches mix up what is said to one origin and to another. */
export async function checkCaches(inquiry: Inquiry, allowed: AuditExchange | null): Promise<void> {
  const { conversation } = inquiry;
  if (conversation.replayed !== null) {
    foundReplay(inquiry, conversation.replayed);
    return;
  }
  if (allowed === null) return;
  const gets = conversation.exchanges.filter(isPlainGet);
  if (!gets.some((exchange) => namedIn(exchange) !== namedIn(allowed))) return;
  const keyless = gets.find((exchange) => !varies(exchange) && cachingOf(exchange) !== "never");
  // A cache that was seen may not mind what Vary says.
  const isKept = conversation.isCached || (keyless !== undefined && cachingOf(keyless) === "yes");
  if (isKept && (await isReplayed(inquiry, allowed))) return;
  if (keyless === undefined) return;
  const value = keyless.origin === null ? "the one without an origin" : `the one for ${keyless.origin}`;
  inquiry.found({
    code: "AUD-V1",
    attacker: "anyone",
    shownBy: [keyless],
    value,
    header: "Vary",
    ...(cachingOf(keyless) === "perhaps" && { atMost: "low" }),
  });
}

function isPlainGet({ answer, request }: AuditExchange): boolean {
  return request.kind === "actual" && request.method === "GET" && !isRedirectStatus(answer.status);
}

function namedIn({ answer }: AuditExchange): string | null {
  return get(answer.headerList, "Access-Control-Allow-Origin");
}

function varies({ answer: { headerList } }: AuditExchange): boolean {
  return /(?:^|,)\s*(?:\*|origin)\s*(?:,|$)/i.test(get(headerList, "Vary") ?? "");
}

function cachingOf({ answer: { headerList, status } }: AuditExchange): Caching {
  const control = (get(headerList, "Cache-Control") ?? "").toLowerCase();
  if (/\bno-store\b/.test(control)) return "never";
  if (/\bpublic\b|\b(?:s-maxage|max-age)\s*=\s*"?[1-9]/.test(control) || expiresLater(headerList, control))
    return /\bprivate\b/.test(control) ? "perhaps" : "yes";
  // What says nothing may be kept for as long as its age suggests.
  return status < 400 ? "perhaps" : "never";
}

/**
 * Whether an answer is fresh until a time to come. What is no date is past, and max-age and no-cache count for more.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#name-expires
 */
function expiresLater(headerList: HeaderList, control: string): boolean {
  const expires = Date.parse(get(headerList, "Expires") ?? "");
  const sent = Date.parse(get(headerList, "Date") ?? "");
  return !/\bmax-age\b|\bno-cache\b/.test(control) && expires > (Number.isNaN(sent) ? Date.now() : sent);
}

/** Asks as one origin, and then as another, for a name that no cache knows yet. */
async function isReplayed(inquiry: Inquiry, allowed: AuditExchange): Promise<boolean> {
  const url = inquiry.conversation.pastCaches("-vary");
  const first = await inquiry.conversation.actual(allowed.origin, { url });
  const second = await inquiry.conversation.actual(`https://${inquiry.labels[1]}.invalid`, { url });
  if (!letsInByName(first) || second === null) return false;
  if (namedIn(second) !== allowed.origin) return false;
  foundReplay(inquiry, second, allowed.origin ?? "");
  return true;
}

function foundReplay(inquiry: Inquiry, exchange: AuditExchange, value?: string): void {
  const named = value ?? namedIn(exchange) ?? "";
  inquiry.found({ code: "AUD-V2", attacker: "anyone", shownBy: [exchange], value: named });
}

/** Whether the origin is printed as it is into what caches keep. */
export async function checkMarkup(inquiry: Inquiry, stranger: AuditExchange | null): Promise<void> {
  if (stranger === null || varies(stranger) || cachingOf(stranger) !== "yes") return;
  if (!(stranger.answer.body ?? "").includes(stranger.origin ?? " ")) return;
  const markup = `https://${inquiry.labels[0]}"><b>.example`;
  const exchange = await inquiry.conversation.actual(markup);
  if (exchange?.answer.body?.includes(markup) !== true) return;
  inquiry.found({ code: "AUD-V3", attacker: "anyone", shownBy: [exchange], header: "Cache-Control" });
}
