import { createReadStream } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";
import { parseUrl } from "../check/parse-request.ts";
import { UsageError } from "../usage-error.ts";
import { whyNotRead } from "../why-not.ts";
import type { AuditInput } from "./audit-input.ts";
import { keyOf } from "./entry.ts";
import type { Sender } from "./http-sender.ts";
import { sitemapUrls } from "./sitemap.ts";

/** Every URL that is to be audited, each once. */
export async function* urlsOf(input: AuditInput, sender: Sender): AsyncGenerator<URL> {
  const seen = new Set<string>();
  for await (const url of allUrls(input, sender)) {
    url.hash = "";
    const key = keyOf(url);
    if (seen.has(key)) continue;
    seen.add(key);
    yield url;
  }
}

async function* allUrls({ list, sitemap, urls }: AuditInput, sender: Sender): AsyncGenerator<URL> {
  yield* urls;
  if (list !== null) yield* listedUrls(list);
  if (sitemap !== null) yield* sitemapUrls(sitemap, sender);
}

/** One URL a line; empty lines and those that begin with # are none. */
async function* listedUrls(path: string): AsyncGenerator<URL> {
  const stream = path === "-" ? process.stdin : createReadStream(path);
  let number = 0;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      number++;
      const text = line.trim();
      if (text !== "" && !text.startsWith("#")) yield urlOn(text, path, number);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--list ${path}: ${whyNotRead(error)}.`);
  }
}

function urlOn(text: string, path: string, number: number): URL {
  try {
    return parseUrl(text);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${path}:${number}: ${error.message}`) : error;
  }
}
