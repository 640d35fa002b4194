import { redactUrl } from "@concors/explain";
import type { Page, Trace, Transport } from "../index.ts";
import { Browser } from "../index.ts";
import { InconclusiveError, UsageError } from "./errors.ts";
import type { Judgement } from "./judgement.ts";
import type { OpenServer } from "./open-server.ts";
import { openServer } from "./open-server.ts";
import { pageOptions } from "./page-options.ts";
import type { Asked } from "./page-request.ts";

/** A question that is put to a server in every engine that is asked for. */
export type Ask = (asked: Asked, transport?: Transport) => Promise<readonly Trace[]>;

/**
 * Opens a server for some questions, and closes it after them.
 *
 * @throws UsageError for what cannot be asked
 */
export async function withServer(
  server: unknown,
  { insecure, origin, timeout }: Asked,
  use: (ask: Ask, open: OpenServer) => Promise<Judgement>,
): Promise<Judgement> {
  const open = await openServer(server, { insecure, timeout });
  try {
    if (open.url.origin === origin) {
      throw new UsageError(`${origin} is the server's own origin: CORS has no part in what its pages read.`);
    }
    const judgement = await use((asked, transport) => askAll(open, asked, transport), open);
    const lines = judgement.lines.map((item) => ({ ...item, text: withoutAddress(item.text, open) }));
    return { ...judgement, lines };
  } catch (error) {
    throw error instanceof InconclusiveError ? inconclusive(error, open) : error;
  } finally {
    await open.close();
  }
}

function inconclusive({ message }: InconclusiveError, open: OpenServer): InconclusiveError {
  if (open.thrown.length === 0) return new InconclusiveError(withoutAddress(message, open));
  const [cause] = open.thrown;
  return new InconclusiveError(`The server under test answered nothing, but threw ${String(cause)}`, { cause });
}

/** The address of a server in this process is another one each time, and says nothing. */
function withoutAddress(text: string, { isInProcess, url }: OpenServer): string {
  return isInProcess ? text.replaceAll(url.href, "/") : text;
}

async function askAll(open: OpenServer, asked: Asked, transport = open.transport): Promise<readonly Trace[]> {
  const url = targetOf(open, asked);
  const traces: Trace[] = [];
  for (const engine of asked.engines) {
    const browser = new Browser({ engine, transport, headers: sharedHeaders });
    const { trace } = await openPage(browser, url, asked.origin).trace(url, asked.init);
    traces.push(checkedTrace(trace));
  }
  return traces;
}

export function targetOf({ url: base }: OpenServer, { path }: Asked): URL {
  const url = URL.canParse(path, base.href) ? new URL(path, base) : null;
  if (url === null) throw new UsageError(`${JSON.stringify(path)} is not a path.`);
  if (url.origin !== base.origin) throw new UsageError(`${JSON.stringify(path)} is not a path of ${base.origin}.`);
  return url;
}

/** "GET /items": what is asked, in the words of a test. */
export function askedWords(asked: Asked, open: OpenServer): string {
  const { href, pathname, search } = targetOf(open, asked);
  return `${asked.init.method ?? "GET"} ${redactUrl(open.isInProcess ? `${pathname}${search}` : href)}`;
}

function openPage(browser: Browser, target: URL, origin: string): Page {
  const options = pageOptions(target);
  if (origin === "null") return browser.open("https://sandboxed.example/", { ...options, sandboxed: true });
  return browser.open(origin, options);
}

/** The same for every engine, so that each distinct request is sent once. */
const sharedHeaders = [
  ["User-Agent", "Mozilla/5.0 (compatible; Concors)"],
  ["Accept-Language", "en"],
] as const;

/** @throws UsageError for what no page can ask */
function checkedTrace(trace: Trace): Trace {
  const { exchanges, outcome } = trace;
  if (outcome.ok || exchanges.length > 0) return trace;
  const { actual, code } = outcome.failure;
  throw new UsageError(`No browser sends this request: ${actual === null ? code : `${actual} (${code})`}`);
}
