import type { EngineName } from "@concors/browser";
import type { Header } from "concors/protocol";
import { isForbiddenMethod, isHeaderName, isHeaderValue, isMethod } from "concors/protocol";
import { UsageError } from "../../usage-error.ts";

/** What developer tools recorded. */
export interface Har {
  /** The browser that recorded it; the standard if that is not known. */
  readonly engine: EngineName;
  /** In the order of their beginning. */
  readonly entries: readonly HarEntry[];
}

/** One request of a recording, and what became of it. */
export interface HarEntry {
  /** Its beginning, in milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly url: URL;
  /** Those that went out, as far as they were recorded. */
  readonly requestHeaders: readonly Header[];
  readonly hasBody: boolean;
  readonly hasCookies: boolean;
  /** 0 if no answer was recorded. */
  readonly status: number;
  readonly statusText: string;
  readonly responseHeaders: readonly Header[];
  readonly remoteAddress: string | null;
  /** Chromium's own name of what went wrong: `net::ERR_FAILED`. */
  readonly error: string | null;
  /** Chromium's kind of it: `fetch`, `xhr`, `preflight`, `document`. */
  readonly resourceType: string | null;
  /** The address of the page, if the file has it. */
  readonly pageUrl: string | null;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a HAR file. What is not there is empty: each browser leaves something out.
 *
 * @throws UsageError if it is none
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function parseHar(text: string, path: string): Har {
  let log: unknown;
  try {
    log = recordOf(JSON.parse(text.replace(/^\uFEFF/, "")))["log"];
  } catch {
    throw new UsageError(`--har ${path}: that is no JSON; save the network log of the developer tools as HAR.`);
  }
  const { browser, creator, entries, pages } = recordOf(log);
  if (!Array.isArray(entries)) throw new UsageError(`--har ${path}: that is no HAR file: it has no log.entries.`);
  const titles = new Map(listOf(pages).map((page) => [textOf(page["id"]), textOf(page["title"])]));
  const read = listOf(entries).flatMap((entry) => entryOf(entry, titles));
  return {
    engine: engineOf(`${textOf(recordOf(browser)["name"])} ${textOf(recordOf(creator)["name"])}`),
    entries: read.sort((a, b) => a.at - b.at),
  };
}

function entryOf(entry: Json, titles: ReadonlyMap<string, string>): HarEntry[] {
  const [request, response] = [recordOf(entry["request"]), recordOf(entry["response"])];
  const url = textOf(request["url"]);
  const method = textOf(request["method"]);
  if (!/^https?:/.test(url) || !URL.canParse(url) || !isMethod(method) || isForbiddenMethod(method)) return [];
  const requestHeaders = headersOf(request["headers"]);
  const title = titles.get(textOf(entry["pageref"])) ?? "";
  return [
    {
      at: Date.parse(textOf(entry["startedDateTime"])) || 0,
      method,
      url: new URL(url),
      requestHeaders,
      hasBody: Object.keys(recordOf(request["postData"])).length > 0,
      hasCookies: listOf(request["cookies"]).length > 0 || requestHeaders.some(([name]) => /^cookie$/i.test(name)),
      status: typeof response["status"] === "number" ? response["status"] : 0,
      statusText: textOf(response["statusText"]),
      responseHeaders: headersOf(response["headers"]),
      remoteAddress: textOf(entry["serverIPAddress"]).replace(/^\[|\]$/g, "") || null,
      error: textOf(response["_error"]) || null,
      resourceType: textOf(entry["_resourceType"]) || null,
      pageUrl: /^https?:/.test(title) && URL.canParse(title) ? title : null,
    },
  ];
}

/** NB: Chromium lists the pseudo-headers of HTTP/2 as well, whose names are none. */
function headersOf(headers: unknown): Header[] {
  return listOf(headers)
    .map((header): Header => [textOf(header["name"]), textOf(header["value"])])
    .filter(([name, value]) => isHeaderName(name) && isHeaderValue(value));
}

function engineOf(names: string): EngineName {
  if (/firefox|gecko/i.test(names)) return "firefox";
  if (/webkit|safari/i.test(names)) return "webkit";
  // Chromium calls its developer tools so.
  return /webinspector|chrom|edge/i.test(names) ? "chromium" : "spec";
}

function recordOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
