import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSharedRateLimit } from "../src/index.ts";
import type { Caller, SharedCounts } from "../src/index.ts";
import { cellRate, createCells } from "../src/limits/cell-rate.ts";
import { shareRate } from "../src/limits/shared-rate.ts";
import type { SharedRate } from "../src/limits/shared-rate.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const second = 1_000_000;

/** What Redis does, by the same clock. */
function sharedMemory(clock: () => number): SharedCounts & { readonly calls: number[]; isAway: boolean } {
  const arrivals = new Map<string, number>();
  return {
    calls: [],
    isAway: false,
    add(uses) {
      this.calls.push(uses.length);
      if (this.isAway) return Promise.reject(new Error("away"));
      return Promise.resolve(
        uses.map(({ key, microseconds }) => {
          const arrival = Math.max(arrivals.get(key) ?? 0, clock()) + microseconds;
          arrivals.set(key, arrival);
          return arrival - clock();
        }),
      );
    },
  };
}

const clock = (): number => Math.floor(performance.now() * 1000);

function workers(count: number, requests: number, seconds: number, counts: SharedCounts): SharedRate[] {
  return Array.from({ length: count }, () =>
    shareRate(createCells(requests, seconds, 10), counts, { callers: 10, clock, onChange: () => {} }),
  );
}

test("a worker that shares with nobody admits what it would alone", async () => {
  const gaps = fc.array(fc.nat(3 * second), { maxLength: 40 });
  const rate = fc.integer({ min: 1, max: 5 });
  await fc.assert(
    fc.asyncProperty(rate, rate, gaps, async (requests, seconds, all) => {
      // A clock of its own: no timer goes off, and what is used up is told at once.
      let now = 0;
      const counts = sharedMemory(() => now);
      const shared = shareRate(createCells(requests, seconds, 10), counts, {
        callers: 10,
        clock: () => now,
        onChange: () => {},
      });
      const alone = cellRate(requests, seconds, 10);
      for (const gap of all) {
        now += gap;
        expect(shared.take("a", now)).toEqual(alone("a", now));
        await shared.tell();
      }
      shared.stop();
    }),
    { numRuns: 50 },
  );
});

test("a worker refuses whoever has used up his share elsewhere, from his first request on that was told", async () => {
  const [a, b] = workers(2, 5, 3600, sharedMemory(clock));
  for (let sent = 0; sent < 5; sent++) expect(a!.take("eager", clock()).admitted).toBe(true);
  await a!.tell();
  // One gets through, since it did not know him; then it does, and he owes it.
  expect(b!.take("eager", clock()).admitted).toBe(true);
  await b!.tell();
  const { admitted, wait } = b!.take("eager", clock());
  expect(admitted).toBe(false);
  expect(wait).toBeGreaterThan((3600 * second) / 5);
});

test("however a caller spreads his requests, he gets at most his share from each at once, and in the long run the rate", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 20 }), async (count, requests) => {
      const several = workers(count, requests, 10, sharedMemory(clock));
      await Promise.all(several.map((worker) => worker.tell()));
      let admitted = 0;
      const milliseconds = 30_000;
      for (let passed = 0; passed < milliseconds; passed += 50) {
        for (const worker of several)
          for (let sent = 0; sent < 3; sent++) if (worker.take("eager", clock()).admitted) admitted++;
        await vi.advanceTimersByTimeAsync(50);
      }
      for (const worker of several) worker.stop();
      const byRate = (milliseconds / 10_000) * requests;
      expect(admitted).toBeLessThanOrEqual(count * requests + byRate);
      // What was let through too early is waited for: no more than one in a step, and worker, comes on top.
      expect(admitted).toBeGreaterThanOrEqual(byRate);
    }),
    { numRuns: 10 },
  );
});

test("while nobody answers each counts alone, and what was counted is told once somebody does", async () => {
  const counts = sharedMemory(clock);
  const [a, b] = workers(2, 3, 3600, counts);
  await a!.tell();
  expect(a!.isShared()).toBe(true);
  counts.isAway = true;
  await a!.tell();
  expect(a!.isShared()).toBe(false);
  for (const want of [true, true, true, false]) expect(a!.take("eager", clock()).admitted).toBe(want);
  counts.isAway = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect(a!.isShared()).toBe(true);
  b!.take("eager", clock());
  await b!.tell();
  expect(b!.take("eager", clock()).admitted).toBe(false);
});

test("who never answers is away after half a second, and a request waits for nobody", async () => {
  const changes: boolean[] = [];
  const silent = { add: () => new Promise<never>(() => {}) };
  const rate = shareRate(createCells(1, 60, 10), silent, { callers: 10, clock, onChange: (now) => changes.push(now) });
  void rate.tell();
  expect(rate.take("a", clock()).admitted).toBe(true);
  await vi.advanceTimersByTimeAsync(500);
  expect([rate.isShared(), changes]).toEqual([false, []]);
  rate.stop();
});

test("what cannot be told takes no more memory than callers are remembered", async () => {
  const counts = sharedMemory(clock);
  counts.isAway = true;
  const rate = shareRate(createCells(1, 60, 10), counts, { callers: 10, clock, onChange: () => {} });
  for (let index = 0; index < 100_000; index++) rate.take(`caller ${index}`, clock());
  await rate.tell();
  expect(counts.calls).toEqual([10]);
  rate.stop();
});

test("closed, nothing is admitted until it is known that counts are shared, nor when they are not any more", async () => {
  const counts = sharedMemory(clock);
  const changes: boolean[] = [];
  const onChange = (isShared: boolean): void => void changes.push(isShared);
  const shared = createSharedRateLimit({ requests: 5, seconds: 60 }, counts, { whenAway: "closed", onChange });
  const caller: Caller = { origin: null, address: "192.0.2.1", network: "192.0.2.1", headers: {} };
  expect(() => shared.limit(caller)).toThrow("nobody counts");
  await shared.ready;
  expect(shared.limit(caller).admitted).toBe(true);
  counts.isAway = true;
  await vi.advanceTimersByTimeAsync(20);
  expect(() => shared.limit(caller)).toThrow("nobody counts");
  counts.isAway = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect(shared.limit(caller).admitted).toBe(true);
  expect(changes).toEqual([true, false, true]);
  shared.stop();
});
