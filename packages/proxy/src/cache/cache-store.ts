import { LRUCache } from "lru-cache";
import { matches } from "./cache-entry.ts";
import type { CacheEntry } from "./cache-entry.ts";
import type { CacheRequest } from "./cache-request.ts";

/** Answers by URL, in memory of a fixed size: what was not asked for the longest makes room. */
export interface CacheStore {
  /** The answer that is meant for a request, fresh or not; null if there is none. */
  readonly find: (request: CacheRequest) => CacheEntry | null;
  readonly put: (request: CacheRequest, entry: CacheEntry) => void;
  /** Forgets all answers of a URL. */
  readonly drop: (href: string) => void;
  /** A place to gather a body; null if there is no room for as many bytes. */
  readonly gather: (bytes: number) => Gathering | null;
}

/** A body that is still coming. */
export interface Gathering {
  /** False, and forgotten, if there is no room for more. */
  readonly add: (chunk: Buffer) => boolean;
  readonly whole: () => Buffer;
  /** Makes room. To be called once, however it ended. */
  readonly end: () => void;
}

/** Answers of one URL that differ by what was asked: who asks can make up any number. */
const mostVariants = 32;

/** What an entry takes beside its text. */
const overhead = 1024;

/** @param bytes for all of it: a quarter is for bodies that are still coming, so that none is kept that is larger */
export function createCacheStore(bytes: number): CacheStore {
  const forBodies = Math.floor(bytes / 4);
  const maxSize = bytes - forBodies;
  const byHref = new LRUCache<string, readonly CacheEntry[]>({ maxSize });
  let gathered = 0;

  return {
    find(request) {
      return byHref.get(request.href)?.find((entry) => matches(entry, request)) ?? null;
    },
    put(request, entry) {
      const { href } = request;
      const others = (byHref.get(href) ?? []).filter((other) => !matches(other, request)).slice(0, mostVariants - 1);
      const entries = [entry, ...others];
      while (entries.length > 1 && sizeOf(href, entries) > maxSize) entries.pop();
      byHref.set(href, entries, { size: sizeOf(href, entries) });
    },
    drop: (href) => void byHref.delete(href),
    gather(expected) {
      if (gathered + expected > forBodies) return null;
      const chunks: Buffer[] = [];
      let length = 0;
      return {
        add(chunk) {
          if (gathered + chunk.length > forBodies) return false;
          gathered += chunk.length;
          length += chunk.length;
          chunks.push(chunk);
          return true;
        },
        // NB: Chunks are parts of larger buffers, which would be kept with them.
        whole: () => Buffer.concat(chunks),
        end() {
          gathered -= length;
        },
      };
    },
  };
}

function sizeOf(href: string, entries: readonly CacheEntry[]): number {
  let size = href.length;
  for (const { body, headers, selecting } of entries)
    size += overhead + body.length + lengthOf(headers) + lengthOf(selecting.flat());
  return size;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((length, text) => length + text.length, 0);
}
