import { personalNames } from "../headers/request-headers.ts";
import { firstValue } from "../headers/raw-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";

/** What is asked of a cache: a request as its target would get it. */
export interface CacheRequest {
  readonly href: string;
  readonly method: "GET" | "HEAD";
  readonly headers: RawHeaders;
  /**
   * Headers that may say who asks: `Authorization`, an `X-Api-Key`, whatever is not known to be harmless. A cache that is
   * shared takes all of them for what the standard takes `Authorization` for.
   */
  readonly personal: readonly string[];
}

/** Headers with which an answer is something else than what others get. */
const partial = ["range", "if-range", "if-match", "if-unmodified-since"];

/** Null if a cache has no part in it. */
export function cacheRequestOf(href: string, method: string, headers: RawHeaders): CacheRequest | null {
  if (method !== "GET" && method !== "HEAD") return null;
  if (partial.some((name) => firstValue(headers, name) !== undefined)) return null;
  return { href, method, headers, personal: personalNames(headers) };
}
