import { setTimeout } from "node:timers/promises";
import type { ExitStatus } from "../../exit-status.ts";
import type { Io } from "../../io.ts";
import type { AuditInput } from "../audit-input.ts";
import { auditUrl, senderFor } from "../audit-url.ts";
import { slimOf } from "../entry.ts";
import type { Entry } from "../entry.ts";
import { writeProofs } from "../proof-files.ts";
import { connectTo } from "./connect.ts";
import type { Job } from "./load-bullmq.ts";
import { connectionTo, loadBullMq, queueName } from "./load-bullmq.ts";

/** A worker that says nothing for this long has lost its URLs: others take them. In milliseconds. */
const lockDuration = 5000;

/** So often a URL may be taken from a worker that died; a URL that kills workers has to end. */
const mostDeaths = 10;

/** Takes URLs from the queue and audits them, until it is ended. What it was at is audited to its end. */
export async function runWorker(input: AuditInput, io: Io): Promise<ExitStatus> {
  const where = input.queue!;
  const { Worker } = await loadBullMq();
  await connectTo(where);
  const sender = senderFor(input);
  const underWay = new Set<Promise<unknown>>();
  const worker = new Worker<Job, Entry>(
    queueName,
    async ({ data: { key, url } }) => {
      const audit = auditUrl(new URL(url), input, sender);
      underWay.add(audit);
      const report = await audit.finally(() => underWay.delete(audit));
      if (input.proofs !== null) writeProofs(input.proofs, key, report);
      return { key, report: slimOf(report) };
    },
    {
      connection: connectionTo(where),
      concurrency: input.concurrency,
      // A Redis that is back is noticed soon.
      runRetryDelay: 1000,
      lockDuration,
      stalledInterval: lockDuration / 2,
      maxStalledCount: mostDeaths,
    },
  );
  // It goes on trying by itself; whoever looks is told, once.
  let told = "";
  worker.on("error", (error) => {
    const [line = ""] = error.message.split("\n");
    if (line !== told) io.writeError(`concors: ${line}\n`);
    told = line;
  });
  io.writeError(`concors: auditing what ${where.host} has, ${input.concurrency} at a time, until it is ended.\n`);
  await io.interrupted();
  // Without a Redis nobody can be told what came of a URL, and others get it.
  const isAway = await connectTo(where).then(
    () => false,
    () => true,
  );
  // A Redis that was away, and has forgotten everything, may never take leave: longer than a URL is ours is not waited.
  const patience = Promise.allSettled(underWay).then(() => setTimeout(lockDuration));
  await Promise.race([worker.close(isAway), patience]);
  sender.close();
  return 0;
}
