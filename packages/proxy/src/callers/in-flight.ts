/** Counts what is under way, in all and for each key, and says when it is too much. */
export interface InFlight {
  /** Undefined if one more may start; `end` has to be called for it then. */
  readonly start: (key: string) => "overloaded" | "too-many-at-once" | undefined;
  readonly end: (key: string) => void;
  readonly count: () => number;
  /** Resolves once nothing is under way. */
  readonly whenIdle: () => Promise<void>;
}

export function createInFlight(most: number, mostPerKey: number): InFlight {
  /** No key without a request, so that it holds as many as there are. */
  const counts = new Map<string, number>();
  let all = 0;
  let waiting: (() => void)[] = [];
  return {
    start(key) {
      const count = counts.get(key) ?? 0;
      if (count >= mostPerKey) return "too-many-at-once";
      if (all >= most) return "overloaded";
      counts.set(key, count + 1);
      all += 1;
      return undefined;
    },
    end(key) {
      const count = counts.get(key) ?? 0;
      if (count <= 1) counts.delete(key);
      else counts.set(key, count - 1);
      all -= 1;
      if (all > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    count: () => all,
    whenIdle: () => new Promise((resolve) => (all === 0 ? resolve() : void waiting.push(resolve))),
  };
}
