import { MessageChannel } from "node:worker_threads";

/** Bytes: what is smaller takes longer to give back than it is worth. */
const least = 8192;

/**
 * What is transferred to a port is its sender's no more, and nobody reads this one's messages.
 *
 * @see https://html.spec.whatwg.org/#message-port-post-message-steps
 */
const { port1: nowhere } = new MessageChannel();
nowhere.close();

/** Whether a chunk is all that there is in its memory. Of what was read with a head, or with another chunk, it is not. */
export function isAlone({ length, buffer }: Buffer): boolean {
  return length >= least && length === buffer.byteLength;
}

/**
 * Gives the memory of a chunk back now, and not when it is collected: V8 lets 32 MB of such memory come together before it
 * begins. Whoever still has the chunk has an empty one from here on; nobody can see in it what others read later.
 */
export function giveBack({ buffer }: Buffer): void {
  try {
    // NB: `buffer.transfer` would do, but Node 20 has none.
    nowhere.postMessage(null, [buffer as ArrayBuffer]);
  } catch {
    // Somebody has marked it as one that is not to be transferred.
  }
}
