import fc from "fast-check";
import { expect, test } from "vitest";
import { checkRateLimit, createRateLimit } from "../src/index.ts";
import type { Caller, RateLimitOptions } from "../src/index.ts";
import { callerOf } from "../src/callers/caller-of.ts";
import { cellRate } from "../src/limits/cell-rate.ts";
import { rateLimitWithClock } from "../src/limits/create-rate-limit.ts";
import { startProxy, startTarget } from "./support/loopback.ts";

const second = 1_000_000;

test("of what a caller sends, no more is admitted in any window than twice its requests, and never a burst of more", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3 * second }), { maxLength: 300 });
  const parameters = [fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }), gaps] as const;
  fc.assert(
    fc.property(...parameters, (requests, seconds, between) => {
      const take = cellRate(requests, seconds, 10);
      const interval = Math.floor((seconds * second) / requests);
      let now = 0;
      const admitted: number[] = [];
      for (const gap of between) {
        now += gap;
        if (take("a", now).admitted) admitted.push(now);
      }
      // From any of them on: the burst, and one for each interval that has passed.
      for (const [index, from] of admitted.entries())
        for (let last = index; last < admitted.length; last++)
          expect(last - index + 1).toBeLessThanOrEqual(requests + Math.floor((admitted[last]! - from) / interval));
    }),
  );
});

test("who waits as long as he is told is admitted, who waits a microsecond less is not, and a refusal costs nothing", () => {
  const parameters = [fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 86_400 })] as const;
  fc.assert(
    fc.property(...parameters, (requests, seconds) => {
      const take = cellRate(requests, seconds, 10);
      for (let sent = 0; sent < requests; sent++)
        expect(take("a", 0)).toMatchObject({ admitted: true, remaining: requests - sent - 1 });
      const { admitted, wait } = take("a", 0);
      expect(admitted).toBe(false);
      expect(take("a", wait - 1).admitted).toBe(false);
      expect(take("a", wait).admitted).toBe(true);
    }),
  );
});

test("a million callers take no more memory than are remembered, and the one who keeps sending is not forgotten", () => {
  const take = cellRate(2, 3600, 1000);
  for (let index = 0; index < 1_000_000; index++) {
    take(`caller ${index}`, index);
    if (index === 0) for (let sent = 0; sent < 3; sent++) take("eager", index);
    if (index % 500 === 0) expect(take("eager", index).admitted).toBe(false);
  }
  // The first of them has been forgotten: he begins anew, and the last has not.
  expect(take("caller 0", second).remaining).toBe(1);
  expect(take("caller 999999", second).remaining).toBe(0);
});

interface Row {
  readonly name: string;
  readonly by: RateLimitOptions["by"];
  readonly first: Partial<Caller>;
  readonly second: Partial<Caller>;
  readonly areOne: boolean;
}

const apiKeys = { header: "X-Api-Key", keys: ["alpha", "beta"] };
const rows: readonly Row[] = [
  {
    name: "one address is one caller, whatever origin it sends",
    by: "address",
    first: { origin: "https://a.test" },
    second: { origin: "https://b.test" },
    areOne: true,
  },
  {
    name: "two addresses are two callers",
    by: undefined,
    first: { network: "192.0.2.1" },
    second: { network: "192.0.2.2" },
    areOne: false,
  },
  {
    name: "one origin at two addresses is one caller, counted by origin",
    by: "origin",
    first: { origin: "https://a.test", network: "192.0.2.1" },
    second: { origin: "https://a.test", network: "192.0.2.2" },
    areOne: true,
  },
  {
    name: "without an origin it is the address that counts",
    by: "origin",
    first: { origin: null, network: "192.0.2.1" },
    second: { origin: null, network: "192.0.2.2" },
    areOne: false,
  },
  {
    name: "an origin that spells an address is not that address",
    by: "origin",
    first: { origin: "192.0.2.1" },
    second: { origin: null, network: "192.0.2.1" },
    areOne: false,
  },
  {
    name: "one key at two addresses is one caller",
    by: apiKeys,
    first: { headers: { "x-api-key": "alpha" }, network: "192.0.2.1" },
    second: { headers: { "x-api-key": "alpha" }, network: "192.0.2.2" },
    areOne: true,
  },
  {
    name: "two keys at one address are two callers",
    by: apiKeys,
    first: { headers: { "x-api-key": "alpha" } },
    second: { headers: { "x-api-key": "beta" } },
    areOne: false,
  },
  {
    name: "keys that somebody makes up get him nothing",
    by: apiKeys,
    first: { headers: { "x-api-key": "made up" } },
    second: { headers: { "x-api-key": "made up again" } },
    areOne: true,
  },
];

test.each(rows)("$name", ({ by, first, second: other, areOne }) => {
  const limit = rateLimitWithClock({ requests: 1, seconds: 60, by }, () => 0);
  expect(limit(caller(first)).admitted).toBe(true);
  expect(limit(caller(other)).admitted).toBe(!areOne);
});

function caller(part: Partial<Caller>): Caller {
  return { origin: null, address: "192.0.2.9", network: "192.0.2.9", headers: {}, ...part };
}

test("a customer's whole IPv6 network is one caller", async () => {
  const networks = ["2001:db8::1", "2001:db8:0:0:ffff::2"].map((remoteAddress) => {
    const socket = { remoteAddress };
    return callerOf({ headers: {}, socket } as Parameters<typeof callerOf>[0], null).network;
  });
  const limit = rateLimitWithClock({ requests: 1, seconds: 60 }, () => 0);
  expect(networks.map((network) => limit(caller({ network })).admitted)).toEqual([true, false]);
});

test("a page is told what is left, then 429 and when to come back, and may read both", async () => {
  const target = await startTarget((_request, response) => response.end("ok"));
  let now = 0;
  const limit = rateLimitWithClock({ requests: 2, seconds: 60 }, () => now);
  await using started = await startProxy({ limit });
  const ask = async (): Promise<readonly (string | number | null)[]> => {
    const { status, headers } = await fetch(`${started.origin}/${target.origin}/`, {
      headers: { Origin: "https://app.example.com" },
    });
    return [status, headers.get("RateLimit"), headers.get("Retry-After"), headers.get("Access-Control-Expose-Headers")];
  };
  expect(await ask()).toEqual([200, '"default";r=1;t=30', null, "*"]);
  expect(await ask()).toEqual([200, '"default";r=0;t=30', null, "*"]);
  expect(await ask()).toEqual([429, '"default";r=0;t=30', "30", "*"]);
  now = 29_999;
  expect(await ask()).toEqual([429, '"default";r=0;t=1', "1", "*"]);
  now = 30_000;
  expect(await ask()).toEqual([200, '"default";r=0;t=30', null, "*"]);
  target.stop();
});

test("everything that is wrong is told at once, and no key is repeated", () => {
  const wrong = { requests: 0, seconds: "60", by: { header: "a b", keys: ["", "secret"], key: "secret" }, caller: 5 };
  const checked = checkRateLimit(wrong, ["rateLimit"]);
  expect(checked.ok ? [] : checked.issues.map(({ message }) => message)).toEqual([
    "rateLimit.caller 5 is not a key that is known here; did you mean callers?",
    "rateLimit.requests 0 is not how a rate is said: a whole number from 1 to 1000000",
    'rateLimit.seconds "60" is not how a rate is said: a whole number from 1 to 86400',
    "rateLimit.by.key is not a key that is known here; did you mean keys?",
    'rateLimit.by.header "a b" is no header\'s name',
    "rateLimit.by.keys.0 is no key: a text that is not empty",
  ]);
  const bare = checkRateLimit({ requests: 1, seconds: 1, by: { header: "X-Api-Key", keys: "secret" } });
  expect(bare.ok ? [] : bare.issues.map(({ message }) => message)).toEqual(["by.keys is not a list"]);
  expect(() => createRateLimit({ requests: 1, seconds: 0 })).toThrow("seconds 0 is not how a rate is said");
});
