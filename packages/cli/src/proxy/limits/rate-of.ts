import { createRequire } from "node:module";
import { createRateLimit, createSharedRateLimit, redisCounts } from "@concors/proxy";
import type { ProxyOptions } from "@concors/proxy";
import type * as IoRedis from "ioredis";
import { UsageError } from "../../usage-error.ts";
import type { ProxySettings } from "../settings/settings.ts";

/** What counts the requests of callers. */
export interface Rate {
  readonly limit: ProxyOptions["limit"];
  /** Whether all processes count together; null if nobody was asked to. */
  readonly isShared: () => boolean | null;
  /** Resolves once that is known. Never rejects. */
  readonly ready: Promise<void>;
  readonly stop: () => void;
}

/**
 * @param onChange told whenever processes begin to count together, or cease to
 * @throws UsageError if what is needed for it is not installed
 */
export function rateOf({ rateLimit, redis }: ProxySettings, onChange: (isShared: boolean) => void): Rate {
  const alone = { isShared: () => null, ready: Promise.resolve(), stop() {} };
  if (rateLimit === null) return { ...alone, limit: undefined };
  if (redis === null) return { ...alone, limit: createRateLimit(rateLimit) };
  const client = connect(redis.url);
  const shared = createSharedRateLimit(rateLimit, redisCounts(client), { whenAway: redis.whenAway, onChange });
  return {
    ...shared,
    stop() {
      shared.stop();
      client.disconnect();
    },
  };
}

/** At the most so many milliseconds pass until it is tried again. */
const mostBetween = 1000;

/** What is not answered soon fails: nothing is kept for a Redis that is away, and it is tried again for ever. */
function connect(url: string): IoRedis.Redis {
  const { Redis } = loadIoRedis();
  const client = new Redis(url, {
    connectTimeout: 2000,
    commandTimeout: 500,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempts) => Math.min(50 * attempts, mostBetween),
  });
  // What comes of it is seen by who waits for its answers.
  client.on("error", () => {});
  return client;
}

/** NB: Not by `import`, so that settings can be replaced from one request to the next. */
function loadIoRedis(): typeof IoRedis {
  try {
    return createRequire(import.meta.url)("ioredis") as typeof IoRedis;
  } catch {
    throw new UsageError("--redis needs ioredis, which is not installed: npm install ioredis");
  }
}
