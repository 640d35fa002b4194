import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CorsPreflightCache } from "../../src/protocol/index.ts";
import type { CorsPreflightCacheRequest, CredentialsMode } from "../../src/protocol/index.ts";
import { NaivePreflightCache } from "./naive-preflight-cache.ts";
import { rows } from "./rows.ts";
import type { Row } from "./rows.ts";

interface Step extends Partial<CorsPreflightCacheRequest> {
  /** The time, in milliseconds. */
  at?: number;
  store?: { methods: string[]; headerNames: string[]; maxAge: number };
  clear?: true;
  method?: string;
  headerName?: string;
  want?: boolean;
  entries?: number;
}

interface CacheRow extends Row {
  wildcardCoversAuthorization?: boolean;
  steps: Step[];
}

const usual: CorsPreflightCacheRequest = {
  networkPartitionKey: "https://a.test",
  serializedOrigin: "https://a.test",
  url: "https://b.test/items",
  credentialsMode: "omit",
};

function requestOf({ networkPartitionKey, serializedOrigin, url, credentialsMode }: Step): CorsPreflightCacheRequest {
  return {
    networkPartitionKey: networkPartitionKey ?? usual.networkPartitionKey,
    serializedOrigin: serializedOrigin ?? usual.serializedOrigin,
    url: url ?? usual.url,
    credentialsMode: credentialsMode ?? usual.credentialsMode,
  };
}

describe("CORS-preflight cache", () => {
  test.each(rows<CacheRow>("./cors-preflight-cache.json"))(
    "$name",
    ({ steps, wildcardCoversAuthorization = false }) => {
      let time = 0;
      const cache = new CorsPreflightCache({ now: () => time, wildcardCoversAuthorization });
      for (const step of steps) {
        const request = requestOf(step);
        time = step.at ?? time;
        if (step.store !== undefined) cache.store(request, step.store);
        if (step.clear === true) cache.clearCacheEntries(request);
        if (step.method !== undefined) expect(cache.methodCacheEntryMatch(step.method, request)).toBe(step.want);
        if (step.headerName !== undefined) {
          expect(cache.headerNameCacheEntryMatch(step.headerName, request)).toBe(step.want);
        }
        if (step.entries !== undefined) expect(cache.cacheEntries).toHaveLength(step.entries);
      }
    },
  );

  test("shows its entries as the standard names them", () => {
    const cache = new CorsPreflightCache({ now: () => 0 });
    const request: CorsPreflightCacheRequest = { ...usual, networkPartitionKey: "1,2", credentialsMode: "include" };
    cache.createCacheEntry(request, 5, "PUT", null);
    cache.createCacheEntry(request, 7, null, "x-a");
    const shared = {
      key: "1,2",
      byteSerializedOrigin: "https://a.test",
      url: "https://b.test/items",
      credentials: true,
    };
    expect(cache.cacheEntries).toEqual([
      { ...shared, maxAge: 5, method: "PUT", headerName: null },
      { ...shared, maxAge: 7, method: null, headerName: "x-a" },
    ]);
  });

  const name = fc.constantFrom("PUT", "put", "x-a", "X-A", "*", "authorization", "Authorization");
  const request: fc.Arbitrary<CorsPreflightCacheRequest> = fc.record({
    networkPartitionKey: fc.constantFrom("k", "l"),
    serializedOrigin: fc.constantFrom("null", "https://a.test"),
    url: fc.constantFrom("https://b.test/", "https://b.test/2"),
    credentialsMode: fc.constantFrom<CredentialsMode>("omit", "same-origin", "include"),
  });
  const names = fc.array(name, { maxLength: 3 });
  const step = fc.record({
    request,
    kind: fc.constantFrom("store", "store", "clear", "look"),
    elapsed: fc.nat({ max: 4000 }),
    methods: names,
    headerNames: names,
    maxAge: fc.nat({ max: 6 }),
  });

  test("never answers for another partition, origin or URL, nor with credentials what was allowed without", () => {
    fc.assert(
      fc.property(request, request, names, (stored, asked, allowed) => {
        const cache = new CorsPreflightCache({ now: () => 0 });
        cache.store(stored, { methods: allowed, headerNames: allowed, maxAge: 60 });
        const isSame =
          stored.networkPartitionKey === asked.networkPartitionKey &&
          stored.serializedOrigin === asked.serializedOrigin &&
          stored.url === asked.url;
        const isCovered = stored.credentialsMode === "include" || asked.credentialsMode !== "include";
        for (const value of allowed) {
          expect(cache.methodCacheEntryMatch(value, asked)).toBe(isSame && isCovered);
          expect(cache.headerNameCacheEntryMatch(value, asked)).toBe(isSame && isCovered);
        }
      }),
    );
  });

  test("answers as the standard's plain list does, whatever happens", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let time = 0;
        const now = (): number => time;
        const cache = new CorsPreflightCache({ now });
        const naive = new NaivePreflightCache(now);
        for (const { request: of, kind, elapsed, ...allowed } of steps) {
          time += elapsed;
          if (kind === "store") {
            cache.store(of, allowed);
            naive.store(of, allowed);
          } else if (kind === "clear") {
            cache.clearCacheEntries(of);
            naive.clearCacheEntries(of);
          }
          for (const value of ["PUT", "put", "x-a", "*", "authorization"]) {
            expect(cache.methodCacheEntryMatch(value, of)).toBe(naive.methodCacheEntryMatch(value, of));
            expect(cache.headerNameCacheEntryMatch(value, of)).toBe(naive.headerNameCacheEntryMatch(value, of));
          }
          expect(cache.cacheEntries).toHaveLength(naive.alive().length);
          expect(cache.size).toBeGreaterThanOrEqual(cache.cacheEntries.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("never holds more than it may, and drops the oldest first", () => {
    const cache = new CorsPreflightCache({ now: () => 0, maxEntries: 10 });
    for (let index = 0; index < 1000; index++) {
      cache.createCacheEntry({ ...usual, url: `https://b.test/${index}` }, 60, "PUT", null);
      if (index % 7 === 0) cache.clearCacheEntries({ ...usual, url: `https://b.test/${index - 3}` });
      expect(cache.size).toBeLessThanOrEqual(10);
    }
    expect(cache.size).toBe(cache.cacheEntries.length);
    expect(cache.methodCacheEntryMatch("PUT", { ...usual, url: "https://b.test/999" })).toBe(true);
    expect(cache.methodCacheEntryMatch("PUT", { ...usual, url: "https://b.test/900" })).toBe(false);
  });

  test("gets rid of what expired, though nobody asks for it", () => {
    let time = 0;
    const cache = new CorsPreflightCache({ now: () => time });
    for (let index = 0; index < 20_000; index++) {
      time += 10;
      cache.createCacheEntry({ ...usual, url: `https://b.test/${index}` }, 1, "PUT", null);
    }
    // A hundred are alive at any time.
    expect(cache.size).toBeLessThan(400);
  });

  test("a clear in the middle of a sweep is counted once", () => {
    const cache = new CorsPreflightCache({ now: () => 0, maxEntries: 50 });
    const methods = Array.from({ length: 20 }, (_, index) => `M${index}`);
    for (let index = 0; index < 200; index++) {
      const of = { ...usual, url: `https://b.test/${index % 5}` };
      cache.store(of, { methods, headerNames: [], maxAge: 60 });
      if (index % 3 === 0) cache.clearCacheEntries(of);
      expect(cache.size).toBe(cache.cacheEntries.length);
    }
  });
});
