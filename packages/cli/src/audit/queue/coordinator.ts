import { setTimeout } from "node:timers/promises";
import type { Entry } from "../entry.ts";
import { keyOf } from "../entry.ts";
import { UsageError } from "../../usage-error.ts";
import { watchAbsence } from "./absence.ts";
import { connectTo } from "./connect.ts";
import type { Job } from "./load-bullmq.ts";
import { connectionTo, loadBullMq, queueName } from "./load-bullmq.ts";

const between = 200;
const atATime = 100;

/**
 * Puts URLs into the queue, and takes what workers found out, each once. A URL has one job, by its name, so whoever puts
 * it there again after a crash changes nothing; a job is taken away when its report is written down, and not before.
 *
 * A Redis that goes away is waited for; one that comes back without what was in it is told again.
 *
 * @param patience how long it may be away, in milliseconds
 * @throws UsageError if it does not come back, or refuses
 */
export async function auditByQueue(
  where: URL,
  urls: AsyncIterable<URL>,
  done: (entry: Entry) => void,
  patience = 30_000,
): Promise<void> {
  const { Queue } = await loadBullMq();
  await connectTo(where);
  const queue = new Queue<Job, Entry>(queueName, { connection: connectionTo(where) });
  queue.on("error", () => {});
  const absence = watchAbsence(where, patience);
  queue.on("ioredis:close", absence.begin);
  const waiting = new Map<string, Job>();
  const put = async (job: Job): Promise<void> => {
    await absence.during(queue.add("audit", job, { jobId: job.key, attempts: 1 }));
  };
  try {
    for await (const url of urls) {
      const job = { url: url.href, key: keyOf(url) };
      waiting.set(job.key, job);
      await put(job);
    }
    while (waiting.size > 0) {
      if (absence.isOver()) for (const job of waiting.values()) await put(job);
      // Others may have URLs of their own in the queue: what came of those is theirs.
      let others = 0;
      for (;;) {
        const jobs = await absence.during(queue.getJobs(["completed", "failed"], others, others + atATime - 1));
        for (const job of jobs) {
          const { key, url } = job.data;
          if (!waiting.delete(key)) {
            others++;
            continue;
          }
          done(entryOf(job.returnvalue, job.failedReason, key, url));
          await absence.during(job.remove());
        }
        if (jobs.length === 0) break;
      }
      if (waiting.size > 0) await setTimeout(between);
    }
  } catch (error) {
    // Of Redis: a password that is missing, a version that is too old.
    throw error instanceof Error && error.name === "ReplyError" ? new UsageError(`--queue: ${error.message}`) : error;
  } finally {
    absence.end();
    // What is away cannot be told good-bye, and is not waited for.
    if (absence.isNow()) void queue.disconnect().catch(() => {});
    else await queue.close();
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
