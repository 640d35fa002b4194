import { Readable } from "node:stream";
import type { BodyFact } from "@concors/explain";

/** How much of a body is read, in bytes: what is wrong with its coding shows at once. */
const limit = 256 * 1024;

/** How long is waited for more of it, in milliseconds: a stream of events has no end. */
const patience = 1000;

/** Reads a body to see whether a page could, and keeps nothing of it. */
export function readBody(body: unknown): Promise<BodyFact | null> {
  if (!(body instanceof Readable)) return Promise.resolve(null);
  return new Promise((resolve) => {
    let bytes = 0;
    let start = "";
    const over = (isWhole: boolean): void => {
      clearTimeout(timer);
      resolve({ ok: true, bytes, isWhole, looksLike: kindOf(start) });
      if (!isWhole) body.destroy();
    };
    const timer = setTimeout(() => over(false), patience);
    body.on("data", (chunk: Uint8Array) => {
      if (start.length < 64) start += Buffer.from(chunk).toString("latin1").slice(0, 64);
      bytes += chunk.byteLength;
      if (bytes >= limit) over(false);
    });
    body.on("end", () => over(true));
    body.on("error", (error) => {
      clearTimeout(timer);
      // Our own patience with the connection may end first.
      if (codeOf(error) === "UND_ERR_BODY_TIMEOUT") over(false);
      else resolve(problemOf(error, bytes));
    });
  });
}

function kindOf(start: string): "html" | "json" | "other" {
  if (/^\s*<(?:!doctype html|html|head|body|!--)/i.test(start)) return "html";
  return /^\s*[[{"]/.test(start) ? "json" : "other";
}

/** What zlib's errors are called. */
const decoding = /^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_PADDING|ZSTD_)/;

function problemOf(error: Error, bytes: number): BodyFact {
  if (decoding.test(codeOf(error))) return { ok: false, problem: "not-decodable", detail: error.message };
  return { ok: false, problem: "broken-off", detail: `the connection was closed after ${bytes} bytes` };
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
