import type { FetchRequest } from "./fetch-request.ts";
import type { NetworkError } from "./fetch-state.ts";
import { networkError } from "./fetch-state.ts";

/** 64 kibibytes. */
const mostBytes = 65_536;

/**
 * Whether a body is more than a request carries that may outlive its page.
 *
 * AD-HOC: In the standard the limit is for all such requests of a page that are under way. Here a request is on its own.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
 */
export function isTooLargeForKeepalive({ body, keepalive }: FetchRequest): boolean {
  return keepalive && body !== null && body.length !== null && body.length > mostBytes;
}

export function keepaliveError({ body }: FetchRequest): NetworkError {
  return networkError("keepalive-too-large", String(body?.length));
}
