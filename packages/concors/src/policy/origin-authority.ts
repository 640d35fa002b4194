import type { DynamicOrigins } from "./policy.ts";

/** What became of a question: an answer, or none. */
export type Verdict = "allowed" | "denied" | "not-answered";

/**
 * Asks `origins.allows`, at most once at a time for each origin, and remembers what it said.
 *
 * Strangers choose the origins that are denied, and can choose many; those that are allowed are not forgotten for them.
 */
export class OriginAuthority {
  readonly #origins: DynamicOrigins;
  readonly #now: () => number;
  readonly #ttl: number;
  readonly #max: number;
  readonly #timeout: number;
  /** Until when an answer counts, in milliseconds; the one that was used last is last. */
  readonly #allowed: Map<string, number> = new Map();
  readonly #denied: Map<string, number> = new Map();
  readonly #asked: Map<string, Promise<Verdict>> = new Map();

  constructor(origins: DynamicOrigins, now: () => number) {
    const { ttl = 60, max = 10_000, timeout = 1000 } = origins;
    this.#origins = origins;
    this.#now = now;
    this.#ttl = ttl * 1000;
    this.#max = max;
    this.#timeout = timeout;
  }

  /** @param origin a serialized origin */
  ask(origin: string): Verdict | Promise<Verdict> {
    if (this.#recall(this.#allowed, origin)) return "allowed";
    if (this.#recall(this.#denied, origin)) return "denied";
    let asked = this.#asked.get(origin);
    if (asked === undefined) {
      asked = this.#settle(origin).finally(() => this.#asked.delete(origin));
      this.#asked.set(origin, asked);
    }
    return asked;
  }

  #recall(answers: Map<string, number>, origin: string): boolean {
    const until = answers.get(origin);
    if (until === undefined) return false;
    answers.delete(origin);
    if (until <= this.#now()) return false;
    answers.set(origin, until);
    return true;
  }

  async #settle(origin: string): Promise<Verdict> {
    try {
      const answer: unknown = await this.#answer(origin);
      if (typeof answer !== "boolean") {
        this.#report(new TypeError("origins.allows answered neither true nor false, which denies"), origin);
      }
      this.#remember(answer === true ? this.#allowed : this.#denied, origin);
      return answer === true ? "allowed" : "denied";
    } catch (error) {
      this.#report(error, origin);
      return "not-answered";
    }
  }

  /** What `allows` says, if it says it in time. */
  #answer(origin: string): Promise<unknown> {
    const controller = new AbortController();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const error = new DOMException(`origins.allows took longer than ${this.#timeout} ms`, "TimeoutError");
        reject(error);
        controller.abort(error);
      }, this.#timeout);
      const finished = Promise.resolve().then(() => this.#origins.allows(origin, { signal: controller.signal }));
      finished.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  #remember(answers: Map<string, number>, origin: string): void {
    if (this.#ttl === 0 || this.#max === 0) return;
    answers.set(origin, this.#now() + this.#ttl);
    if (this.#allowed.size + this.#denied.size <= this.#max) return;
    const full = this.#denied.size > 0 ? this.#denied : this.#allowed;
    for (const oldest of full.keys()) {
      full.delete(oldest);
      return;
    }
  }

  #report(error: unknown, origin: string): void {
    try {
      this.#origins.onError?.(error, origin);
    } catch {
      // Whoever reports has nobody to report to; the origin is denied all the same.
    }
  }
}
