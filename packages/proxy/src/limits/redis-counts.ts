import type { SharedCounts } from "./shared-rate.ts";

/** A connection to Redis or Valkey: what is used of a client of ioredis, or of one like it. */
export interface RedisClient {
  readonly eval: (script: string, keyCount: number, ...keysAndArguments: string[]) => Promise<unknown>;
}

/**
 * The server's clock is the only one, so that those of the machines need not agree. Numbers of microseconds are exact: they
 * fit into a double until the year 2255.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local left = {}
for index, key in ipairs(KEYS) do
  local arrival = math.max(tonumber(redis.call('GET', key) or now), now) + tonumber(ARGV[index])
  redis.call('SET', key, string.format('%.0f', arrival), 'PX', math.max(1, math.ceil((arrival - now) / 1000)))
  left[index] = string.format('%.0f', arrival - now)
end
return left
`;

/**
 * What callers have used up, in Redis: one number for each, which goes away once it counts no more.
 *
 * @param name what the keys begin with. Proxies with the same rate and name count together
 */
export function redisCounts(client: RedisClient, name = "concors-proxy"): SharedCounts {
  return {
    async add(uses) {
      // In braces: a cluster has all of them in one place.
      const keys = uses.map(({ key }) => `{${name}}:${key}`);
      const microseconds = uses.map((use) => String(use.microseconds));
      const left = await client.eval(script, keys.length, ...keys, ...microseconds);
      return Array.isArray(left) ? left.map(Number) : [];
    },
  };
}
