import type { Exchange, FetchFailure, Trace, TraceRequest } from "@concors/browser/engine";
import { get, isRedirectStatus } from "concors/protocol";
import { originSent } from "../evidence.ts";
import type { Facts } from "../look-alikes/facts.ts";

/** A fetch that failed, as far as a console tells of it. */
export interface FailedFetch {
  readonly request: TraceRequest;
  readonly failure: FetchFailure;
  /** The exchange that decided, or the last one if the next could not be sent; null if nothing was. */
  readonly exchange: Exchange | null;
  /** The URL that it got to. */
  readonly url: string;
  /** The `Origin` that was sent there. */
  readonly origin: string;
  /** Whether it ever was of another origin than the page's: a redirect may have led back. */
  readonly isCrossOrigin: boolean;
  /** Where the answer redirects to, as a URL; null if it does not. */
  readonly location: URL | null;
  /** The name of the font family that it was to be; null if it is none, or not known. */
  readonly fontFamily: string | null;
}

/** null if it did not fail. */
export function failedFetch(trace: Trace, { fontFamily = null }: Facts): FailedFetch | null {
  const { exchanges, outcome, request } = trace;
  if (outcome.ok) return null;
  const exchange = exchanges[outcome.exchange ?? exchanges.length - 1] ?? null;
  const urls = [request.url, ...exchanges.map((each) => each.url)];
  return {
    request,
    failure: outcome.failure,
    exchange,
    url: exchange?.url ?? request.url,
    origin: originSent(exchange, request),
    isCrossOrigin: urls.some((url) => isOfOtherOrigin(url, request.origin)),
    location: locationOf(exchange),
    fontFamily,
  };
}

function locationOf(exchange: Exchange | null): URL | null {
  if (exchange === null || exchange.response === null || !isRedirectStatus(exchange.response.status)) return null;
  const location = get(exchange.response.headers, "Location");
  return location !== null && location !== "" && URL.canParse(location, exchange.url)
    ? new URL(location, exchange.url)
    : null;
}

function isOfOtherOrigin(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin !== origin;
}

/** The URL that a block of the engine itself is about: the request's, or where a redirect leads. */
export function blockedUrl({ location, request }: FailedFetch): string {
  return location?.href ?? request.url;
}
