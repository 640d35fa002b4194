import { setTimeout } from "node:timers/promises";
import type { Entry } from "../entry.ts";
import { keyOf } from "../entry.ts";
import { connectTo } from "./connect.ts";
import type { Job } from "./load-bullmq.ts";
import { connectionTo, loadBullMq, queueName } from "./load-bullmq.ts";

const between = 200;
const atATime = 100;

/**
 * Puts URLs into the queue, and takes what workers found out, each once. A URL has one job, by its name, so whoever puts
 * it there again after a crash changes nothing; a job is taken away when its report is written down, and not before.
 */
export async function auditByQueue(where: URL, urls: AsyncIterable<URL>, done: (entry: Entry) => void): Promise<void> {
  const { Queue } = await loadBullMq();
  await connectTo(where);
  const queue = new Queue<Job, Entry>(queueName, { connection: connectionTo(where) });
  queue.on("error", () => {});
  const waiting = new Set<string>();
  try {
    for await (const url of urls) {
      const key = keyOf(url);
      waiting.add(key);
      await queue.add("audit", { url: url.href, key }, { jobId: key, attempts: 1 });
    }
    while (waiting.size > 0) {
      for (const job of await queue.getJobs(["completed", "failed"], 0, atATime - 1)) {
        const { key, url } = job.data;
        if (waiting.delete(key)) done(entryOf(job.returnvalue, job.failedReason, key, url));
        await job.remove();
      }
      if (waiting.size > 0) await setTimeout(between);
    }
  } finally {
    await queue.close();
  }
}

/** A job fails only if a worker is broken: the URL is told of all the same. */
function entryOf(entry: Entry | null, reason: string | undefined, key: string, url: string): Entry {
  if (entry !== null && entry !== undefined) return entry;
  const { origin, pathname } = new URL(url);
  return {
    key,
    report: {
      version: 1,
      url: `${origin}${pathname}`,
      verdict: "inconclusive",
      reason: `No worker could audit it: ${reason ?? "it is not said why"}.`,
      grade: null,
      lets: null,
      findings: [],
      notes: [],
      requests: 0,
    },
  };
}
