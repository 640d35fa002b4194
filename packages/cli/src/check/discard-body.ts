import { Readable } from "node:stream";

/** How much of a body that nobody reads is still taken in, for the connection's sake, in bytes. */
const limit = 64 * 1024;

/** Takes a body off its connection without keeping it. */
export function discardBody(body: unknown): void {
  if (!(body instanceof Readable)) return;
  let length = 0;
  body.on("error", () => {});
  body.on("data", (chunk: Uint8Array) => {
    length += chunk.byteLength;
    if (length > limit) body.destroy();
  });
}
