import { createHash } from "node:crypto";
import type { Admission, Caller } from "../callers/caller.ts";
import { ProxyOptionsError } from "../options/option-issue.ts";
import { cellRate } from "./cell-rate.ts";
import type { Allowance, Take } from "./cell-rate.ts";
import { checkRateLimit } from "./check-rate-limit.ts";
import type { CheckedRateLimit, RateLimitOptions } from "./rate-limit-options.ts";

/**
 * A limit of how many requests each caller may send, for a proxy's `limit`. It is kept in this process's memory, which
 * does not grow with the number of callers. Answers say in `RateLimit` what is left.
 *
 * @example
 * createProxy({ callers, targets, limit: createRateLimit({ requests: 100, seconds: 60 }) });
 * @throws ProxyOptionsError with everything that is wrong with the options
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function createRateLimit(options: RateLimitOptions): (caller: Caller) => Admission {
  return rateLimitWithClock(options, () => performance.now());
}

/** @param clock milliseconds that do not go back */
export function rateLimitWithClock(options: RateLimitOptions, clock: () => number): (caller: Caller) => Admission {
  const checked = checkRateLimit(options);
  if (!checked.ok) throw new ProxyOptionsError(checked.issues);
  const { requests, seconds, callers } = checked.options;
  return limitBy(checked.options, cellRate(requests, seconds, callers), clock);
}

/** What a proxy asks, of what counts. @param clock milliseconds that do not go back */
export function limitBy(
  { requests, seconds, by }: CheckedRateLimit,
  take: Take,
  clock: () => number,
): (caller: Caller) => Admission {
  const keyOf = keyBy(by);
  const policy = `"default";q=${requests};w=${seconds}`;
  return (caller) => {
    const allowance = take(keyOf(caller), Math.floor(clock() * 1000));
    const headers = { RateLimit: rateLimitOf(allowance), "RateLimit-Policy": policy };
    return allowance.admitted
      ? { admitted: true, headers }
      : { admitted: false, retryAfter: wholeSeconds(allowance.wait), headers };
  };
}

function rateLimitOf({ remaining, wait, reset }: Allowance): string {
  return `"default";r=${remaining};t=${wholeSeconds(remaining > 0 ? reset : wait)}`;
}

/** Rounded up: who waits for as long is not refused. */
function wholeSeconds(microseconds: number): number {
  return Math.ceil(microseconds / 1_000_000);
}

function keyBy(by: CheckedRateLimit["by"]): (caller: Caller) => string {
  const ofAddress = ({ network }: Caller): string => `address ${network}`;
  if (by === "address") return ofAddress;
  // What a stranger sends takes as much memory as he likes, unless it is of one length.
  if (by === "origin")
    return (caller) => (caller.origin === null ? ofAddress(caller) : `origin ${digest(caller.origin)}`);
  const known = new Map(by.keys.map((key) => [digest(key), `key ${digest(key)}`]));
  return (caller) => {
    const sent = caller.headers[by.header];
    // NB: Digests are compared, and not keys: how long that takes tells nothing of a key.
    return (typeof sent === "string" ? known.get(digest(sent)) : undefined) ?? ofAddress(caller);
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
