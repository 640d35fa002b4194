import type { Duplex } from "node:stream";
import { pipeline, Readable } from "node:stream";
import * as zlib from "node:zlib";

const { constants } = zlib;

/** What breaks off early is still read as far as it goes, as browsers do. */
const zlibOptions = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotliOptions = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** Node has Zstandard from 22.15 on. */
const createZstdDecompress = (zlib as { createZstdDecompress?: () => Duplex }).createZstdDecompress;

type Decoder = (source: Readable) => Readable;

const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["gzip", (source) => through(source, zlib.createGunzip(zlibOptions))],
  ["x-gzip", (source) => through(source, zlib.createGunzip(zlibOptions))],
  ["deflate", (source) => Readable.from(inflated(source), { objectMode: false })],
  ["br", (source) => through(source, zlib.createBrotliDecompress(brotliOptions))],
  ...(createZstdDecompress === undefined
    ? []
    : [["zstd", (source: Readable) => through(source, createZstdDecompress())] as const]),
]);

/** A server may not make us stack decoders without end. */
const maxCodings = 5;

/** The value of `Accept-Encoding` for a URL: as in browsers, what old middleboxes would break is for secure connections. */
export function acceptEncoding(url: URL): string {
  if (url.protocol === "http:") return "gzip, deflate";
  return createZstdDecompress === undefined ? "gzip, deflate, br" : "gzip, deflate, br, zstd";
}

/** A body without its content codings; as it is if there is one among them that is not known. */
export function decodedBody(body: Readable, contentEncoding: string): Readable {
  const codings = contentEncoding
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim());
  const applied = codings.map((coding) => decoders.get(coding));
  if (applied.length > maxCodings || applied.includes(undefined)) return body;
  let decoded = body;
  for (const decoder of applied.toReversed()) decoded = decoder!(decoded);
  // An error before anyone reads is kept for whoever does.
  return decoded.on("error", () => {});
}

function through(source: Readable, decoder: Duplex): Readable {
  return pipeline(source, decoder, () => {});
}

/** "deflate" means zlib's format; servers send it without the header as well. */
async function* inflated(source: Readable): AsyncGenerator<Uint8Array, undefined> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  if (first.done === true) return;
  async function* all(): AsyncGenerator<Uint8Array, undefined> {
    yield (first as IteratorYieldResult<Uint8Array>).value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  const hasHeader = (first.value[0]! & 0x0f) === 0x08;
  const inflate = hasHeader ? zlib.createInflate(zlibOptions) : zlib.createInflateRaw(zlibOptions);
  yield* through(Readable.from(all(), { objectMode: false }), inflate) as AsyncIterable<Uint8Array>;
}
