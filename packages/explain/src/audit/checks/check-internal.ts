import { get } from "concors/protocol";
import type { AuditExchange } from "../exchange.ts";
import type { Inquiry } from "../inquiry.ts";
import { readingOf } from "../reading.ts";

/**
 * What is worse, or only there, behind a firewall: what everybody may read, and what answers to any name.
 *
 * @param atMost how bad that can be; null for as bad as it is
 */
export async function checkInternal(
  inquiry: Inquiry,
  stranger: AuditExchange | null,
  atMost: "info" | null,
): Promise<void> {
  if (stranger !== null && !inquiry.has("AUD-R1") && readingOf(stranger) !== "none") {
    const value = get(stranger.answer.headerList, "Access-Control-Allow-Origin") ?? "";
    inquiry.found({
      code: "AUD-L1",
      attacker: "anyone",
      shownBy: [stranger],
      value,
      ...(atMost !== null && { atMost }),
    });
  }
  const { conversation, labels } = inquiry;
  // A certificate is for a name, so another one is noticed by the browser.
  if (conversation.url.protocol === "https:") return;
  const host = `${labels[0]}.example`;
  const own = await conversation.actual(null);
  const other = await conversation.actual(null, { headers: [["Host", host]] });
  if (own === null || other === null || own.answer.status >= 400) return;
  if (other.answer.status !== own.answer.status || other.answer.body !== own.answer.body) return;
  inquiry.found({
    code: "AUD-L2",
    attacker: "anyone",
    shownBy: [other],
    value: host,
    header: "Host",
    atMost: atMost ?? "low",
  });
}
