import { anchorOf, localOrigins, localPrefix, sharedHosting } from "../probe-origins.ts";
import type { Inquiry } from "../inquiry.ts";
import { letsIn, letsInByName } from "../reading.ts";

/** Asks from null: from no site at all. */
export async function checkNull(inquiry: Inquiry): Promise<void> {
  const exchange = await inquiry.conversation.actual("null");
  if (letsInByName(exchange)) inquiry.found({ code: "AUD-N1", attacker: "anyone", shownBy: [exchange] });
}

/** Asks from where a developer's own pages are. */
export async function checkLocal(inquiry: Inquiry): Promise<void> {
  if (inquiry.has("AUD-R2")) return;
  const host = anchorOf(inquiry.conversation.url.origin)?.host ?? "";
  if (host === "localhost" || host === "[::1]" || host.startsWith("127.")) return;
  const prefix = await inquiry.isLetIn(localPrefix);
  if (prefix !== null) {
    inquiry.found({ code: "AUD-H3", attacker: "anyone", shownBy: [prefix] });
    return;
  }
  const exchanges = await inquiry.allLetIn(localOrigins);
  if (exchanges.length > 0) inquiry.found({ code: "AUD-H2", attacker: "local", shownBy: exchanges });
}

/** Asks from where anybody can put a page. */
export async function checkSharedHosting(inquiry: Inquiry): Promise<void> {
  if (inquiry.has("AUD-U2")) return;
  const exchanges = await inquiry.allLetIn(sharedHosting);
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
