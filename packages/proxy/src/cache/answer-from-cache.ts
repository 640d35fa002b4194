import { firstValue } from "../headers/raw-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import type { CacheEntry, CacheHead } from "./cache-entry.ts";
import type { CacheRequest } from "./cache-request.ts";
import type { Answer } from "./play-answer.ts";

/** What an entry answers a request with. @param said for `Cache-Status` */
export function answerFromCache(entry: CacheEntry, { method, headers: asked }: CacheRequest, said: string): Answer {
  const age = String(Math.floor(entry.policy.age()));
  const headers = [...without(entry.headers, isAge), "Age", age, "Cache-Status", `concors; ${said}`];
  if (entry.status === 200 && isNotModified(entry, asked))
    return { status: 304, headers: without(headers, isAboutBody), body: Buffer.alloc(0) };
  return { status: entry.status, headers, body: method === "HEAD" ? Buffer.alloc(0) : entry.body };
}

/** Where only what is there was wanted, and nothing is. */
export const nothingThere: Answer = {
  status: 504,
  headers: ["Content-Length", "0", "Cache-Status", "concors; fwd=miss; detail=only-if-cached"],
  body: Buffer.alloc(0),
};

/** Seconds for which an entry is fresh; negative once it is not. */
export function freshness({ policy }: CacheHead): number {
  return Math.floor(policy.maxAge() - policy.age());
}

/**
 * Whether who asks has it already.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.3.2
 */
function isNotModified({ headers }: CacheHead, asked: RawHeaders): boolean {
  const noneMatch = firstValue(asked, "if-none-match");
  if (noneMatch !== undefined) {
    const etag = firstValue(headers, "etag");
    if (noneMatch.trim() === "*") return true;
    return etag !== undefined && etagsOf(noneMatch).includes(withoutWeakness(etag));
  }
  const since = Date.parse(firstValue(asked, "if-modified-since") ?? "");
  return Date.parse(firstValue(headers, "last-modified") ?? "") <= since;
}

function etagsOf(list: string): string[] {
  return (list.match(/(?:W\/)?"[^"]*"/g) ?? []).map(withoutWeakness);
}

/** For whoever may have read it before, two that are weakly the same are the same. */
export function withoutWeakness(etag: string): string {
  return etag.trim().replace(/^W\//, "");
}

function isAge(name: string): boolean {
  return name === "age";
}

function isAboutBody(name: string): boolean {
  return name.startsWith("content-") && name !== "content-location";
}

export function without(headers: RawHeaders, isLeftOut: (lowerName: string) => boolean): string[] {
  const kept: string[] = [];
  for (let index = 0; index < headers.length; index += 2)
    if (!isLeftOut(headers[index]!.toLowerCase())) kept.push(headers[index]!, headers[index + 1]!);
  return kept;
}
