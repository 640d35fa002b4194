import type { IncomingMessage } from "node:http";

/** For how many milliseconds a client may go on sending a body that nobody wants. */
const patience = 5000;

/**
 * Reads what is left of a request's body, for a while, and throws it away. A connection that is closed while its client
 * still sends is reset, and the client never sees the answer.
 */
export function discardBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.resume();
  const timer = setTimeout(() => request.destroy(), patience);
  const clear = (): void => clearTimeout(timer);
  request.once("end", clear).once("close", clear);
}
