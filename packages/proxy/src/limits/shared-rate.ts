import type { Cells, Take } from "./cell-rate.ts";

/** What a caller has used up since it was last told. */
export interface Use {
  readonly key: string;
  readonly microseconds: number;
}

/** Where several processes count together. */
export interface SharedCounts {
  /**
   * Adds what callers have used up, each caller once.
   *
   * @returns for each, in the same order, in how many microseconds nothing of all that was used would count any more
   */
  readonly add: (uses: readonly Use[]) => Promise<readonly number[]>;
}

/** A rate that this process decides on by itself, and tells the others of. */
export interface SharedRate {
  readonly take: Take;
  /** Whether the others were told of all that is older than a moment. */
  readonly isShared: () => boolean;
  /** Tells what is not told yet; resolves once that is known to have gone well, or not. Never rejects. */
  readonly tell: () => Promise<void>;
  readonly stop: () => void;
}

export interface SharedRateOptions {
  /** Callers of whom is remembered what they used up, as long as nobody can be told. */
  readonly callers: number;
  /** Microseconds that do not go back. */
  readonly clock: () => number;
  /** Told whenever `isShared` turns into something else. */
  readonly onChange: (isShared: boolean) => void;
}

/** Milliseconds that are gathered before it is told what was used up. */
const gathering = 10;

/** Milliseconds, after which nobody answers. */
const patience = 500;

/** Milliseconds between two looks at whether somebody answers, when there is nothing to tell. */
const heartbeat = 1000;

/** Callers that are told of at once. */
const most = 500;

/**
 * Counts here, and tells what was counted in the background: no request waits for another process, be it slow, frozen or
 * gone. What was told comes back as the sum of all, so each process refuses whoever has used up his share elsewhere; what
 * it let through before it knew is owed, and the caller waits for it later.
 */
export function shareRate(
  cells: Cells,
  counts: SharedCounts,
  { callers, clock, onChange }: SharedRateOptions,
): SharedRate {
  let untold = new Map<string, number>();
  let isShared = false;
  let isStopped = false;
  let telling: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  wait(heartbeat);

  function change(now: boolean): void {
    if (now === isShared || isStopped) return;
    isShared = now;
    onChange(now);
  }

  function wait(milliseconds: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void tell(), milliseconds).unref();
  }

  function use(key: string): void {
    const before = untold.get(key) ?? 0;
    if (before === 0 && untold.size >= callers) return;
    if (untold.size === 0 && isShared && telling === null) wait(gathering);
    untold.set(key, before + cells.interval);
  }

  function tell(): Promise<void> {
    telling ??= tellOnce().finally(() => {
      telling = null;
      if (!isStopped) wait(untold.size > 0 && isShared ? gathering : heartbeat);
    });
    return telling;
  }

  async function tellOnce(): Promise<void> {
    const batch = [...untold].slice(0, most).map(([key, microseconds]) => ({ key, microseconds }));
    for (const { key } of batch) untold.delete(key);
    const sent = clock();
    try {
      const arrivals = await inTime(counts.add(batch));
      for (const [index, { key }] of batch.entries())
        cells.raise(key, sent + (arrivals[index] ?? 0) + (untold.get(key) ?? 0));
      change(true);
    } catch {
      // NB: It may have arrived all the same. It is not told again: nobody is to be counted twice.
      change(false);
    }
  }

  return {
    take(key, now) {
      const allowance = cells.take(key, now);
      if (allowance.admitted) use(key);
      return allowance;
    },
    isShared: () => isShared,
    tell,
    stop() {
      isStopped = true;
      untold = new Map();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** @throws Error if it takes too long */
async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("Nobody answered in time")), patience).unref();
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
