import { Readable } from "node:stream";

/** How much of a body that nobody reads is still taken in, for the connection's sake, in bytes. */
const limit = 64 * 1024;

/** Takes a body that nobody reads off its connection, without keeping it. */
export function discardBody(body: unknown): void {
  if (body instanceof Readable) {
    let length = 0;
    body
      .on("error", () => {})
      .on("data", (chunk: Uint8Array) => {
        length += chunk.byteLength;
        if (length > limit) body.destroy();
      });
  } else if (body instanceof ReadableStream && !body.locked) {
    body.cancel().catch(() => {});
  }
}
