import { audit } from "@concors/explain/audit";
import type { AuditReport } from "@concors/explain/audit";
import type { Endpoint } from "./endpoint.ts";
import { sendTo, shop } from "./endpoint.ts";

/** Audits an endpoint, under the same names each time. */
export function playEndpoint(endpoint: Endpoint): Promise<AuditReport> {
  const labels = ["kwfzpj", "qmvxhb"] as const;
  return audit(new URL(endpoint.url ?? shop), sendTo(endpoint), { labels, ...endpoint.options });
}

/** What was found, as the truth is written. */
export function foundIn({ findings }: AuditReport): Endpoint["truth"] {
  return Object.fromEntries(findings.map(({ code, severity }) => [code, severity]));
}
