import { appendFileSync, closeSync, existsSync, ftruncateSync, openSync, readSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { UsageError } from "../usage-error.ts";
import { whyNotRead, whyNotWritten } from "../why-not.ts";
import type { AuditInput } from "./audit-input.ts";
import type { Entry } from "./entry.ts";

/**
 * What was found out so far, one line of JSON a URL: written as it comes, and only added to, so that whoever is stopped,
 * however, goes on where it was.
 */
export interface StateFile {
  /** What an earlier run found out, in its order. */
  readonly entries: () => Iterable<Entry>;
  readonly add: (entry: Entry) => void;
}

interface FirstLine {
  readonly concorsAudit: 1;
  /** What was asked, by its digest: answers to other questions are not the same. */
  readonly options: string;
}

/** @throws UsageError if it is no such file, or is one of other questions */
export function openState(path: string, { options }: AuditInput): StateFile {
  const { labels: _, ...asked } = options;
  const digest = createHash("sha256").update(JSON.stringify(asked)).digest("hex").slice(0, 16);
  const first: FirstLine = { concorsAudit: 1, options: digest };
  if (existsSync(path)) checkFirstLine(path, first);
  else write(path, () => writeFileSync(path, `${JSON.stringify(first)}\n`));
  return {
    entries: () => entriesIn(path),
    add: (entry) => write(path, () => appendFileSync(path, `${JSON.stringify(entry)}\n`)),
  };
}

function checkFirstLine(path: string, { options }: FirstLine): void {
  cutTornLine(path);
  const [line] = linesOf(path);
  const first = parsed(line ?? "") as Partial<FirstLine> | null;
  if (first?.concorsAudit !== 1) throw new UsageError(`--state ${path}: that is not the state of an audit.`);
  if (first.options !== options)
    throw new UsageError(`--state ${path}: it was written with other options; say the same ones, or another file.`);
}

function* entriesIn(path: string): Generator<Entry> {
  let isFirst = true;
  for (const line of linesOf(path)) {
    const entry = isFirst ? null : (parsed(line) as Entry | null);
    isFirst = false;
    if (entry !== null && typeof entry.key === "string") yield entry;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

const chunkSize = 64 * 1024;

/** The whole lines of a file, without reading all of it at once. */
function* linesOf(path: string): Generator<string> {
  const file = openFile(path, "r");
  try {
    const chunk = Buffer.alloc(chunkSize);
    let rest = Buffer.alloc(0);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      rest = Buffer.concat([rest, chunk.subarray(0, read)]);
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
        yield rest.toString("utf8", 0, end);
        rest = rest.subarray(end + 1);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** What was being written when somebody pulled the plug is no line: its URL is asked again. */
function cutTornLine(path: string): void {
  // First, as no folder lets itself be opened so.
  const file = openFile(path, "r+");
  let whole = 0;
  for (const line of linesOf(path)) whole += Buffer.byteLength(line) + 1;
  ftruncateSync(file, whole);
  closeSync(file);
}

function openFile(path: string, flags: string): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    throw new UsageError(`--state ${path}: ${whyNotRead(error)}.`);
  }
}

function write(path: string, to: () => void): void {
  try {
    to();
  } catch (error) {
    throw new UsageError(`--state ${path}: ${whyNotWritten(error)}.`);
  }
}
