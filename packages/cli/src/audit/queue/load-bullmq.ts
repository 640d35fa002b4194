import type * as BullMq from "bullmq";
import { UsageError } from "../../usage-error.ts";

/** @throws UsageError that says how to get it, if it is not here */
export async function loadBullMq(): Promise<typeof BullMq> {
  try {
    // Its client is asked for here, where it can be said that it is missing.
    const [bullMq] = await Promise.all([import("bullmq"), import("ioredis")]);
    return bullMq;
  } catch {
    throw new UsageError("--queue needs BullMQ, which is not installed: npm install bullmq ioredis");
  }
}

/** The one queue there is in a Redis. */
export const queueName = "concors-audit";

/** One URL, on its way to a worker. */
export interface Job {
  readonly url: string;
  readonly key: string;
}

/** How a Redis is reached. */
interface Connection {
  readonly url: string;
  readonly maxRetriesPerRequest: null;
  readonly connectTimeout: number;
  readonly retryStrategy: () => number;
}

/** A connection that gives up at the start, and goes on trying once it stands, twice a second. */
export function connectionTo(url: URL): Connection {
  return { url: url.href, maxRetriesPerRequest: null, connectTimeout: 5000, retryStrategy: () => 500 };
}
