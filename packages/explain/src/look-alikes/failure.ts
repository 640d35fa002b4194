import type { Exchange, Trace, TraceOutcome } from "@concors/browser/engine";
import { get, isForbiddenResponseHeaderName } from "concors/protocol";
import type { Facts } from "./facts.ts";

/** A failure that no check of a fetch finds: what is known beside the trace shows it. */
export interface LookAlikeFailure {
  readonly ok: false;
  readonly code:
    | "url-literal"
    | "blocked-by-client"
    | "canvas-tainted"
    | "header-not-exposed"
    | "body-is-opaque"
    | "not-usable"
    | "body-not-decodable"
    | "body-broken-off";
  readonly actual: string | null;
}

/** How a fetch ends, by all that is known. */
export type FullOutcome =
  | TraceOutcome
  | { readonly ok: false; readonly failure: LookAlikeFailure; readonly exchange: number | null };

/** A trace's outcome, unless what is known beside it says that the page gets nothing. */
export function outcomeWith(trace: Trace, facts: Facts): FullOutcome {
  const { outcome } = trace;
  const { blockedByClient, urlLiteral } = facts;
  if (urlLiteral !== undefined && isReadAsPath(urlLiteral.problem)) return failed("url-literal", urlLiteral.read, null);
  if (blockedByClient === true) return failed("blocked-by-client", null, null);
  if (!outcome.ok) return outcome;
  return outcomeOfUse(trace, outcome, facts);
}

/** What becomes of an answer that arrived, once the page uses it. */
function outcomeOfUse(
  { engine, exchanges }: Trace,
  outcome: Extract<TraceOutcome, { ok: true }>,
  facts: Facts,
): FullOutcome {
  const { body, destination } = facts;
  const last = exchanges.length - 1;
  const kind = unusable(facts);
  if (kind !== null) return failed("not-usable", kind, last);
  if (destination === "canvas" && outcome.type === "opaque") return failed("canvas-tainted", null, last);
  if (facts.readsBody === true && outcome.type === "opaque") return failed("body-is-opaque", null, last);
  const names = unexposed(outcome, facts);
  if (names !== null) return failed("header-not-exposed", names, last);
  if (body === undefined || body.ok || outcome.type === "opaque" || outcome.type === "opaqueredirect") return outcome;
  // WebKit reads a body that it cannot decode as far as it goes.
  if (engine === "webkit" && body.problem === "not-decodable") return outcome;
  return failed(body.problem === "not-decodable" ? "body-not-decodable" : "body-broken-off", body.detail, last);
}

/** A trace without what was sent, if nothing would have been. */
export function sentTrace(trace: Trace, { blockedByClient, urlLiteral }: Facts): Trace {
  const isSent = blockedByClient !== true && (urlLiteral === undefined || !isReadAsPath(urlLiteral.problem));
  return isSent ? trace : { ...trace, exchanges: [] };
}

/** Whether a page asks its own server instead, so that what another answered means nothing. */
function isReadAsPath(problem: NonNullable<Facts["urlLiteral"]>["problem"]): boolean {
  return problem === "host-as-path" || problem === "one-slash";
}

function failed(code: LookAlikeFailure["code"], actual: string | null, exchange: number | null): FullOutcome {
  return { ok: false, failure: { ok: false, code, actual }, exchange };
}

/** What an image, a script or a style sheet cannot be, as the body shows. */
function unusable({ destination, body }: Facts): string | null {
  if (destination !== "img" && destination !== "canvas") return null;
  return body?.ok === true && body.looksLike !== "other" ? bodyNames[body.looksLike] : null;
}

const bodyNames = { html: "HTML", json: "JSON" } as const;

/** The names of those headers that the page reads and may not; some are for no page, whatever a server says. */
function unexposed({ hidden }: Extract<TraceOutcome, { ok: true }>, { reads = [] }: Facts): string | null {
  const names = reads.filter((name) => hidden.includes(name.toLowerCase()) && !isForbiddenResponseHeaderName(name));
  return names.length === 0 ? null : names.join(", ");
}

/** Whether a browser's own redirect to https led here, of which the server knows nothing. */
export function isHstsRedirect({ response }: Exchange): boolean {
  return response !== null && get(response.headers, "Non-Authoritative-Reason")?.toUpperCase() === "HSTS";
}
