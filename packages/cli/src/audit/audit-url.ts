import { audit } from "@concors/explain/audit";
import type { AuditReport } from "@concors/explain/audit";
import type { AuditInput } from "./audit-input.ts";
import type { Sender } from "./http-sender.ts";
import { httpSender } from "./http-sender.ts";
import { paceOf } from "./pace.ts";

/** Audits one URL over the network. */
export function auditUrl(url: URL, { options }: Pick<AuditInput, "options">, { send }: Sender): Promise<AuditReport> {
  return audit(url, send, options);
}

/** What carries the requests of a run: all of its audits share the pace. */
export function senderFor(input: AuditInput): Sender {
  const { allowsPrivate, insecure, rate, resolve, timeout } = input;
  return httpSender({ allowsPrivate, insecure, pace: paceOf(rate), resolve, timeout });
}
