import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";
import type { AuditInput } from "./audit-input.ts";
import { auditUrl, senderFor } from "./audit-url.ts";
import { keyOf, slimOf } from "./entry.ts";
import type { Entry } from "./entry.ts";
import type { Sender } from "./http-sender.ts";
import { progressOn } from "./progress.ts";
import { writeProofs } from "./proof-files.ts";
import { auditByQueue } from "./queue/coordinator.ts";
import { failing, RunReport } from "./run-report.ts";
import { urlsOf } from "./sources.ts";
import { openState } from "./state-file.ts";

/** Audits every URL, those that an earlier run had done not again. */
export async function runAudit(input: AuditInput, io: Io): Promise<ExitStatus> {
  const state = input.state === null ? null : openState(input.state, input);
  const progress = progressOn(io);
  const record = new RunReport(input, io, progress);
  const sender = senderFor(input);
  const entries = new Map<string, Entry>();
  for (const entry of state?.entries() ?? []) entries.set(entry.key, entry);
  const known = input.list === null && input.sitemap === null ? input.urls.length : null;
  const done = (entry: Entry, isNew: boolean): void => {
    if (isNew) state?.add(entry);
    record.add(entry);
    progress.show(record.summary.urls, known, failing(record, input));
  };
  const todo = async function* (): AsyncGenerator<URL> {
    for await (const url of urlsOf(input, sender)) {
      const earlier = entries.get(keyOf(url));
      // What could not be found out then may be now.
      if (earlier === undefined || earlier.report.verdict === "inconclusive") yield url;
      else done(earlier, false);
    }
  };
  progress.show(0, known, 0);
  try {
    if (input.queue === null) await auditHere(todo(), input, sender, (entry) => done(entry, true));
    else await auditByQueue(input.queue, todo(), (entry) => done(entry, true));
  } finally {
    progress.clear();
    sender.close();
  }
  if (record.summary.urls === 0) throw new UsageError(nothingNamed(input));
  return record.finish();
}

/** Nothing that was asked is nothing that was found out: a list that came out empty is no clean site. */
function nothingNamed({ list, sitemap }: AuditInput): string {
  if (list === null) return `--sitemap ${sitemap?.href}: there is no URL in it.`;
  return `--list ${list}: there is no URL in it.`;
}

/** Audits URLs as they come, several at a time. */
async function auditHere(
  urls: AsyncGenerator<URL>,
  input: AuditInput,
  sender: Sender,
  done: (entry: Entry) => void,
): Promise<void> {
  const takeAll = async (): Promise<void> => {
    for await (const url of shared(urls)) {
      const report = await auditUrl(url, input, sender);
      const key = keyOf(url);
      if (input.proofs !== null) writeProofs(input.proofs, key, report);
      done({ key, report: slimOf(report) });
    }
  };
  await Promise.all(Array.from({ length: input.concurrency }, takeAll));
}

/** The same generator for several who take from it: whoever stops leaves it to the others. */
function shared<T>(generator: AsyncGenerator<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => ({ next: () => generator.next() }) };
}
