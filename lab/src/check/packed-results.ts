/**
 * Results in an address: JSON, compressed, in letters that an address may have. What was asked cannot always be asked
 * again, and a colleague may not reach the server.
 */
export async function packResults(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return toBase64Url(await throughStream(bytes, new CompressionStream("deflate-raw"), Infinity));
}

/** @throws PackedResultsError with one sentence if there is nothing in it that could be read */
export async function unpackResults(packed: string): Promise<unknown> {
  let text: string;
  try {
    const bytes = fromBase64Url(packed);
    text = new TextDecoder("utf-8", { fatal: true }).decode(
      await throughStream(bytes, new DecompressionStream("deflate-raw"), mostBytes),
    );
    return JSON.parse(text) as unknown;
  } catch {
    throw new PackedResultsError("This link is not whole: it may have been cut when it was sent. Ask for it again.");
  }
}

/** Results that cannot be read. */
export class PackedResultsError extends Error {
  override readonly name = "PackedResultsError";
}

/** A link may come from anybody: a few bytes can stand for gigabytes. */
const mostBytes = 5_000_000;

async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError("too long");
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
