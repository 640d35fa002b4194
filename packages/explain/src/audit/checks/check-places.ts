import {
  addressPrefix,
  anchorOf,
  insideOrigin,
  insidePrefix,
  localOrigins,
  localPrefix,
  nameOfSite,
  rareLocalOrigins,
  sharedHosting,
} from "../probe-origins.ts";
import type { OriginMaker } from "../probe-origins.ts";
import type { AuditExchange } from "../exchange.ts";
import type { Inquiry } from "../inquiry.ts";
import { letsIn, letsInByName } from "../reading.ts";

/** Asks from null: from no site at all. */
export async function checkNull(inquiry: Inquiry): Promise<void> {
  const exchange = await inquiry.conversation.actual("null");
  if (letsInByName(exchange)) inquiry.found({ code: "AUD-N1", attacker: "anyone", shownBy: [exchange] });
}

/** Asks from where a developer's own pages are. */
export async function checkLocal(inquiry: Inquiry): Promise<void> {
  if (inquiry.has("AUD-R2") || isLocal(inquiry)) return;
  if (await isPrefix(inquiry, localPrefix)) return;
  const exchanges = await inquiry.allLetIn(localOrigins);
  const hasAddress = exchanges.some(({ origin }) => origin?.startsWith("http://127.") === true);
  if (hasAddress && (await isPrefix(inquiry, addressPrefix, exchanges))) return;
  if (exchanges.length > 0) inquiry.found({ code: "AUD-H2", attacker: "local", shownBy: exchanges });
}

/** Asks from rarer ones, as long as requests are left: they are no reason to say that not everything was asked. */
export async function checkRareLocal(inquiry: Inquiry): Promise<void> {
  if (inquiry.has("AUD-H2", "AUD-H3", "AUD-R1", "AUD-R2") || isLocal(inquiry)) return;
  for (const make of rareLocalOrigins) {
    const exchange = inquiry.conversation.left > 0 ? await inquiry.isLetIn(make) : null;
    if (exchange === null) continue;
    inquiry.found({ code: "AUD-H2", attacker: "local", shownBy: [exchange] });
    return;
  }
}

/** Whether it is the user's own machine that is asked. */
function isLocal({ conversation }: Inquiry): boolean {
  const host = anchorOf(conversation.url.origin)?.host ?? "";
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

/** Asks from an address inside a network, where whoever is there speaks for it, or has it. */
export async function checkInside(inquiry: Inquiry): Promise<void> {
  // By http a server has nothing to lose to them.
  if (inquiry.conversation.url.protocol !== "https:" || inquiry.has("AUD-R2", "AUD-H3")) return;
  const exchange = await inquiry.isLetIn(insideOrigin);
  if (exchange === null || (await isPrefix(inquiry, insidePrefix, [exchange])) || inquiry.has("AUD-H1")) return;
  inquiry.found({ code: "AUD-H1", attacker: "network", shownBy: [exchange] });
}

/**
 * Whether a name is let in that only begins as an address does.
 *
 * @param beside what is let in by the same
 */
async function isPrefix(inquiry: Inquiry, make: OriginMaker, beside: readonly AuditExchange[] = []): Promise<boolean> {
  const exchange = await inquiry.isLetIn(make);
  if (exchange === null) return false;
  const shownBy = [exchange, ...beside];
  inquiry.found({ code: "AUD-H3", attacker: "anyone", shownBy, value: exchange.origin ?? "" });
  return true;
}

/** Asks from where anybody can put a page. */
export async function checkSharedHosting(inquiry: Inquiry): Promise<void> {
  if (inquiry.has("AUD-U2")) return;
  // Where a name is enough, anything with it is let in, and that is said already.
  const name = inquiry.has("AUD-P1", "AUD-S2") ? "" : nameOfSite(inquiry.conversation.url);
  const exchanges = await inquiry.allLetIn(sharedHosting(name));
  if (exchanges.length > 0) inquiry.found({ code: "AUD-T1", attacker: "anyone", shownBy: exchanges });
}

/** Asks from any host by http, where none is let in by https. */
export async function checkOtherScheme(inquiry: Inquiry): Promise<void> {
  const exchange = await inquiry.isLetIn((label) => `http://${label}.example`);
  if (exchange !== null) inquiry.found({ code: "AUD-R2", attacker: "anyone", shownBy: [exchange] });
}

/** Asks by other methods than GET, from an origin that no answer to GET lets in. */
export async function checkMethods(inquiry: Inquiry, stranger: string, methods: readonly string[]): Promise<void> {
  for (const method of methods) {
    if (inquiry.has("AUD-R1")) return;
    const exchange = await inquiry.conversation.actual(stranger, { method });
    if (!letsIn(exchange) || !letsInByName(exchange)) continue;
    const value = `to ${method} alone`;
    inquiry.found({
      code: "AUD-R1",
      attacker: "anyone",
      shownBy: [exchange],
      value,
      // A page reads headers, and no body.
      ...(method === "HEAD" && { atMost: "low" }),
    });
  }
}
