import type { Exchange, Trace } from "@concors/browser/engine";
import type { CauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import { readNames } from "../evidence.ts";
import type { ClientChange, Fix } from "../explanation.ts";
import { messages } from "../messages.ts";
import { fixHeaders } from "./fix-headers.ts";
import type { Grant } from "./grant.ts";
import { grantOf } from "./grant.ts";

export const noFix: Fix = { headers: null, policy: null, server: [], advice: [], client: [] };

/** What a grant comes to as a policy, and in the language of the servers that answered at this URL. */
export type WritePolicy = (grant: Grant, url: URL, exchanges: readonly Exchange[]) => Pick<Fix, "policy" | "server">;

/** What to change: on the server if headers are the matter, and in the page. */
export function fixOf(
  trace: Trace,
  evidence: Evidence,
  code: CauseCode,
  client: readonly ClientChange[],
  writePolicy: WritePolicy,
): Fix {
  const { server } = messages[code];
  const advice = server.startsWith("Nothing") ? [] : [server.replaceAll("`", "")];
  const url = new URL(evidence.exchange?.url ?? trace.request.url);
  const there = traceAt(trace, url.origin);
  const reads = readNames(evidence.facts);
  const grant = isAboutHeaders(code, trace.request.method) ? grantOf(there, reads) : null;
  if (grant === null) return { headers: null, policy: null, server: [], advice, client };
  return {
    headers: fixHeaders(grant, there, reads),
    ...writePolicy(grant, url, there.exchanges),
    advice,
    client,
  };
}

/** What happened at one server: what another one allows, before or after a redirect, is nothing to it. */
function traceAt(trace: Trace, origin: string): Trace {
  return { ...trace, exchanges: trace.exchanges.filter(({ url }) => new URL(url).origin === origin) };
}

/** Whether sending other headers makes the request pass. */
function isAboutHeaders(code: CauseCode, method: string): boolean {
  // A page without an origin is not to be allowed, and a redirect to https is right as it is.
  if (code === "CORS-O09" || code === "CORS-P06" || code === "CORS-R02") return false;
  if (code === "CORS-M02") return method === method.toUpperCase();
  return /^CORS-(?:[OCPM]\d|H0[1-4]|R0[1-3]|X01)/.test(code);
}
