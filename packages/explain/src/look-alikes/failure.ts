import type { Exchange, Trace, TraceOutcome } from "@concors/browser/engine";
import { get, parseMimeType } from "concors/protocol";
import type { Facts } from "./facts.ts";

/** A failure that no check of a fetch finds: what is known beside the trace shows it. */
export interface LookAlikeFailure {
  readonly ok: false;
  readonly code:
    | "url-literal"
    | "blocked-by-client"
    | "opaque-response-blocked"
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
  const { exchanges, outcome } = trace;
  const { blockedByClient, body, urlLiteral } = facts;
  if (urlLiteral !== undefined && isReadAsPath(urlLiteral.problem)) return failed("url-literal", urlLiteral.read, null);
  if (blockedByClient === true) return failed("blocked-by-client", null, null);
  if (!outcome.ok) return outcome;
  const last = exchanges.length - 1;
  const type = unusableType(trace, facts);
  if (type !== null) return failed("opaque-response-blocked", type, last);
  if (body === undefined || body.ok || outcome.type === "opaque" || outcome.type === "opaqueredirect") return outcome;
  // WebKit reads a body that it cannot decode as far as it goes.
  if (trace.engine === "webkit" && body.problem === "not-decodable") return outcome;
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

const dataTypes = /^(?:text\/html|(?:application|text)\/(?:[\w.-]+\+)?(?:json|xml)|text\/plain)$/;

/**
 * The type of a response which an element cannot use, and that is kept from its process: an opaque one that is data.
 *
 * NB: A body of one of these types is also looked into; a server that sends a script as HTML is not told from others here.
 *
 * @see https://fetch.spec.whatwg.org/#orb
 */
function unusableType({ engine, exchanges, outcome }: Trace, { destination }: Facts): string | null {
  if (!outcome.ok || outcome.type !== "opaque") return null;
  if (destination !== "img" && destination !== "script" && destination !== "style") return null;
  const headers = exchanges.at(-1)?.response?.headers ?? [];
  const type = get(headers, "Content-Type");
  if (type === null) return null;
  const essence = essenceOf(type);
  const isNosniff = get(headers, "X-Content-Type-Options")?.trim().toLowerCase() === "nosniff";
  if (isNosniff && isWrongFor(destination, essence)) return essence;
  // What is plain text may be anything, unless the server says that it is not; WebKit goes by that alone.
  if (engine === "webkit" || essence === "text/plain") return null;
  return dataTypes.test(essence) && isWrongFor(destination, essence) ? essence : null;
}

function essenceOf(contentType: string): string {
  const type = parseMimeType(contentType);
  return type === null ? "" : contentType.split(";")[0]!.trim().toLowerCase();
}

function isWrongFor(destination: "img" | "script" | "style", essence: string): boolean {
  switch (destination) {
    case "img":
      return !essence.startsWith("image/");
    case "style":
      return essence !== "text/css";
    default:
      return !/(?:java|ecma|j)script$/.test(essence);
  }
}

/** Whether a browser's own redirect to https led here, of which the server knows nothing. */
export function isHstsRedirect({ response }: Exchange): boolean {
  return response !== null && get(response.headers, "Non-Authoritative-Reason")?.toUpperCase() === "HSTS";
}
