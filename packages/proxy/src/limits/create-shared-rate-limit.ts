import type { Admission, Caller } from "../callers/caller.ts";
import { ProxyOptionsError } from "../options/option-issue.ts";
import { createCells } from "./cell-rate.ts";
import { checkRateLimit } from "./check-rate-limit.ts";
import { limitBy } from "./create-rate-limit.ts";
import type { RateLimitOptions } from "./rate-limit-options.ts";
import { shareRate } from "./shared-rate.ts";
import type { SharedCounts } from "./shared-rate.ts";

export interface SharedRateLimitOptions {
  /**
   * What holds while nobody can be told: `"open"`, each process counts by itself, so that a caller gets at most his share
   * from each; `"closed"`, no request is admitted (503). `"open"` if left out.
   */
  readonly whenAway?: "open" | "closed" | undefined;
  /** Told whenever the counts begin to be shared, or cease to be. */
  readonly onChange?: ((isShared: boolean) => void) | undefined;
}

/** A limit that several processes keep together. */
export interface SharedRateLimit {
  /** For a proxy's `limit`. */
  readonly limit: (caller: Caller) => Admission;
  /** Whether counts are shared at the moment. */
  readonly isShared: () => boolean;
  /** Resolves once it is known whether counts are shared. Never rejects. */
  readonly ready: Promise<void>;
  readonly stop: () => void;
}

/**
 * A limit of how many requests each caller may send to several processes, `createRateLimit` for many. Each decides by
 * itself at once, and tells the others in the background, so no request ever waits for them. Between two of their
 * exchanges (about 10 ms, and the way there and back) a caller can get through at each process what is left to him; he
 * then waits longer, so in the long run the rate is as it was said.
 *
 * @example
 * const { limit } = createSharedRateLimit({ requests: 100, seconds: 60 }, redisCounts(new Redis("redis://127.0.0.1")));
 * @throws ProxyOptionsError with everything that is wrong with the options
 */
export function createSharedRateLimit(
  options: RateLimitOptions,
  counts: SharedCounts,
  { whenAway = "open", onChange = () => {} }: SharedRateLimitOptions = {},
): SharedRateLimit {
  const checked = checkRateLimit(options);
  if (!checked.ok) throw new ProxyOptionsError(checked.issues);
  const { requests, seconds, callers } = checked.options;
  const clock = (): number => Math.floor(performance.now() * 1000);
  const ofThis = ofRate(counts, `${requests}/${seconds}`);
  const rate = shareRate(createCells(requests, seconds, callers), ofThis, { callers, clock, onChange });
  const limit = limitBy(checked.options, rate.take, () => performance.now());
  return {
    limit(caller) {
      if (whenAway === "closed" && !rate.isShared()) throw new LimitUnknownError();
      return limit(caller);
    },
    isShared: rate.isShared,
    ready: rate.tell(),
    stop: rate.stop,
  };
}

/** Nobody can say what a caller has used up, and so nothing is admitted. */
class LimitUnknownError extends Error {
  override readonly name = "LimitUnknownError";

  constructor() {
    super("It cannot be known what callers have used up: nobody counts for all processes");
  }
}

/** Under another rate, other numbers are meant. */
function ofRate(counts: SharedCounts, name: string): SharedCounts {
  return {
    add: (uses) => counts.add(uses.map(({ key, microseconds }) => ({ key: `${name}:${key}`, microseconds }))),
  };
}
