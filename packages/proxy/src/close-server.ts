import type { Server } from "node:http";

/** Milliseconds between two looks at which connections are not in use any more. */
const interval = 50;

/**
 * Takes no more connections, and closes those that are there as soon as they are not in use.
 *
 * @param patience milliseconds, after which they are closed even if they are
 */
export async function closeServer(server: Server, patience: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), interval);
  const late = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
