import { gunzipSync } from "node:zlib";
import { isRedirectStatus } from "concors/protocol";
import { get } from "concors/protocol";
import type { SaxesTagPlain } from "saxes";
import { SaxesParser } from "saxes";
import { UsageError } from "../usage-error.ts";
import type { Sender } from "./http-sender.ts";

/** What one document says: URLs of pages, and of other sitemaps. */
interface Sitemap {
  readonly pages: readonly string[];
  readonly sitemaps: readonly string[];
}

const mostSitemaps = 100;
const mostRedirects = 5;

/**
 * The URLs that a sitemap names, and those that it refers to.
 *
 * @see https://www.sitemaps.org/protocol.html
 * @throws UsageError if it cannot be had, or is none
 */
export async function* sitemapUrls(url: URL, sender: Sender): AsyncGenerator<URL> {
  const waiting = [url.href];
  const seen = new Set(waiting);
  for (let at = 0; at < waiting.length && at < mostSitemaps; at++) {
    const { pages, sitemaps } = parseSitemap(await textOf(new URL(waiting[at]!), sender), waiting[at]!);
    for (const page of pages) if (isHttp(page)) yield new URL(page);
    for (const other of sitemaps) {
      if (!isHttp(other) || seen.has(other)) continue;
      seen.add(other);
      waiting.push(other);
    }
  }
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

async function textOf(url: URL, { fetchWhole }: Sender): Promise<string> {
  let at = url;
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const answer = await fetchWhole(at);
    if ("failed" in answer) throw new UsageError(`--sitemap ${url.href}: ${answer.message}`);
    const location = get(answer.headerList, "Location");
    if (!isRedirectStatus(answer.status) || location === null) {
      if (answer.status !== 200) throw new UsageError(`--sitemap ${url.href}: it is answered ${answer.status}.`);
      return plainText(answer.bytes);
    }
    if (!URL.canParse(location, at.href) || !isHttp(new URL(location, at).href))
      throw new UsageError(`--sitemap ${url.href}: it redirects to what is neither http nor https.`);
    at = new URL(location, at);
  }
  throw new UsageError(`--sitemap ${url.href}: it redirects more than ${mostRedirects} times.`);
}

/** More than the protocol lets one document be. */
const mostBytes = 60 * 1024 * 1024;

function plainText(bytes: Buffer): string {
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return (isZipped ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes).toString("utf8");
  } catch {
    throw new UsageError("--sitemap: it is longer than a sitemap may be, or not what its first bytes say.");
  }
}

/** @throws UsageError if it is no XML */
export function parseSitemap(text: string, name: string): Sitemap {
  const found = { pages: [] as string[], sitemaps: [] as string[] };
  const path: string[] = [];
  let location = "";
  const parser = new SaxesParser();
  parser.on("error", () => {
    throw new UsageError(`--sitemap ${name}: that is not XML.`);
  });
  parser.on("opentag", ({ name: tag }: SaxesTagPlain) => {
    path.push(tag);
    location = "";
  });
  parser.on("text", (part) => {
    if (path.at(-1) === "loc") location += part;
  });
  parser.on("closetag", () => {
    const [parent, tag] = path.slice(-2);
    if (tag === "loc" && parent === "url") found.pages.push(location.trim());
    if (tag === "loc" && parent === "sitemap") found.sitemaps.push(location.trim());
    path.pop();
  });
  parser.write(text).close();
  return found;
}
