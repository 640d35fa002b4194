import { createCors } from "concors";
import type { CorsRequest, Policy } from "concors";
import type { AuditCode } from "../audit-code.ts";
import { auditWords } from "../audit-words.ts";
import type { AuditExchange } from "../exchange.ts";
import type { Inquiry } from "../inquiry.ts";
import { originFor } from "../probe-origins.ts";
import type { Anchor } from "../probe-origins.ts";
import { letsIn, readingOf } from "../reading.ts";
import type { Reading } from "../reading.ts";

/** A policy as what is meant: how pages of an origin may read. */
export type Intent = (origin: string) => Reading;

/** @throws TypeError if the policy asks a function about origins, which only its own server can */
export function intentOf(policy: Policy): Intent {
  const { decide } = createCors(policy);
  return (origin) => {
    const request: CorsRequest = { method: "GET", headers: { origin } };
    const decision = decide(request);
    if (!decision.allowed) return "none";
    return policy.credentials === true ? "credentialed" : "anonymous";
  };
}

/** Origins that a policy lets in, one for each pattern. */
export function originsOf({ origins }: Policy, label: string): readonly string[] {
  if (!Array.isArray(origins)) return [];
  return (origins as readonly string[]).map((pattern) => originFor(pattern, label));
}

/** Holds every answer so far against what is meant: what is found and meant is no finding. */
export function checkIntent(inquiry: Inquiry, intent: Intent): void {
  inquiry.leaveOut(({ code, shownBy }) => auditWords[code].kind === "exposure" && isMeant(shownBy, intent));
  const asked = inquiry.conversation.exchanges.filter(isAboutOrigin);
  const open = asked.filter(
    (exchange) =>
      more(readingOf(exchange), intent(exchange.origin)) && isReal(exchange) && !isExplained(exchange, inquiry),
  );
  if (open.length > 0 && !inquiry.has("AUD-R1"))
    inquiry.found({ code: "AUD-I1", attacker: "anyone", shownBy: once(open) });
  const shut = asked.filter((exchange) => more(intent(exchange.origin), readingOf(exchange)));
  if (shut.length > 0) inquiry.found({ code: "AUD-I2", attacker: "nobody", shownBy: once(shut) });
}

/** Whether all that is let in is meant to be, and no further than it is. */
function isMeant(shownBy: readonly AuditExchange[], intent: Intent): boolean {
  return shownBy.every((exchange) => letsIn(exchange) && !more(readingOf(exchange), intent(exchange.origin ?? "")));
}

/** Whether another finding says already why an origin is let in. */
function isExplained({ origin }: FromOrigin, inquiry: Inquiry): boolean {
  return inquiry.drafts.some(
    ({ about, code, shownBy }) =>
      shownBy.some((exchange) => exchange.origin === origin || inquiry.confirmedBy(exchange) === origin) ||
      (about !== undefined && explanations[code]?.(origin, about) === true),
  );
}

/** Which origins a flaw lets in besides those that showed it. */
const explanations: Partial<Readonly<Record<AuditCode, (origin: string, anchor: Anchor) => boolean>>> = {
  "AUD-P1": startsAlike,
  "AUD-X1": startsAlike,
  "AUD-X2": startsAlike,
  "AUD-O1": startsAlike,
  "AUD-S1": endsAlike,
  "AUD-S2": (origin, { domain, host }) => origin.includes(domain ?? host),
  "AUD-U1": endsAlike,
  "AUD-H1": (origin, anchor) => origin.startsWith("http://") && endsAlike(origin, anchor),
};

function startsAlike(origin: string, { host, scheme }: Anchor): boolean {
  return origin.startsWith(`${scheme}://${host}`);
}

function endsAlike(origin: string, { domain, host, port }: Anchor): boolean {
  return origin.endsWith(`${domain ?? host}${port}`);
}

type FromOrigin = AuditExchange & { readonly origin: string };

function isAboutOrigin(exchange: AuditExchange): exchange is FromOrigin {
  const { origin, request } = exchange;
  return origin !== null && request.kind === "actual" && request.method === "GET" && exchange.answer.status < 400;
}

/** Whether a browser can send it: what is made up to look like an origin is another finding. */
function isReal({ origin }: FromOrigin): boolean {
  return origin === "null" || (URL.canParse(origin) && new URL(origin).origin === origin);
}

const order: readonly Reading[] = ["none", "anonymous", "credentialed"];

function more(one: Reading, other: Reading): boolean {
  return order.indexOf(one) > order.indexOf(other);
}

/** One exchange for each origin. */
function once(exchanges: readonly FromOrigin[]): readonly FromOrigin[] {
  return [...new Map(exchanges.map((exchange) => [exchange.origin, exchange])).values()];
}
