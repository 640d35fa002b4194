import type { DynamicOrigins } from "./policy.ts";

/** Whether an origin is allowed; null if there was no answer. */
type Verdict = boolean | null;

/** Gives the verdict on a serialized origin: at once, if it is remembered. */
export type OriginAuthority = (origin: string) => Verdict | Promise<Verdict>;

/**
 * Asks `origins.allows`, at most once at a time for each origin, and remembers what it said.
 *
 * Strangers choose the origins that are denied, and can choose many; those that are allowed are not forgotten for them.
 */
export function originAuthority(origins: DynamicOrigins, now: () => number): OriginAuthority {
  const { ttl = 60, max = 10_000, timeout = 1000 } = origins;
  /** Until when an answer counts, in milliseconds; the one that was used last is last. */
  const allowed = new Map<string, number>();
  const denied = new Map<string, number>();
  const asked = new Map<string, Promise<Verdict>>();

  const recall = (answers: Map<string, number>, origin: string): boolean => {
    const until = answers.get(origin) ?? 0;
    const counts = until > now();
    answers.delete(origin);
    if (counts) answers.set(origin, until);
    return counts;
  };
  const remember = (answers: Map<string, number>, origin: string): void => {
    if (ttl === 0) return;
    answers.set(origin, now() + ttl * 1000);
    if (allowed.size + denied.size <= max) return;
    const full = denied.size > 0 ? denied : allowed;
    full.delete(full.keys().next().value!);
  };
  const report = (error: unknown, origin: string): void => {
    try {
      origins.onError?.(error, origin);
    } catch {
      // Whoever reports has nobody to report to; the origin is denied all the same.
    }
  };

  /** What `allows` says, if it says it in time. */
  const answer = (origin: string): Promise<unknown> => {
    const controller = new AbortController();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const error = new DOMException(`origins.allows took longer than ${timeout} ms`, "TimeoutError");
        reject(error);
        controller.abort(error);
      }, timeout);
      const finished = Promise.resolve().then(() => origins.allows(origin, { signal: controller.signal }));
      finished.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  };
  const settle = async (origin: string): Promise<Verdict> => {
    try {
      const isAllowed = await answer(origin);
      if (typeof isAllowed !== "boolean") {
        report(new TypeError("origins.allows answered neither true nor false"), origin);
      }
      remember(isAllowed === true ? allowed : denied, origin);
      return isAllowed === true;
    } catch (error) {
      report(error, origin);
      return null;
    } finally {
      asked.delete(origin);
    }
  };

  return (origin) => {
    if (recall(allowed, origin)) return true;
    if (recall(denied, origin)) return false;
    const asking = asked.get(origin) ?? settle(origin);
    asked.set(origin, asking);
    return asking;
  };
}
