import type { Server } from "node:http";

/** For how long requests under way may go on, in milliseconds. */
const patience = 10_000;

/** Takes no more connections, and waits for those in use; no longer than it is patient, nor than until `hurry`. */
export async function closeServer(server: Server, hurry: Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const end = (): void => server.closeAllConnections();
  // A connection that is done is kept open for the next request, which is not to come.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(end, patience);
  void hurry.then(end);
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}
