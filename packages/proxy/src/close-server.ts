import type { Server } from "node:http";

/**
 * Takes no more connections, and waits for those that are in use.
 *
 * @param patience milliseconds, after which they are closed as well
 */
export async function closeServer(server: Server, patience: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearTimeout(timer);
}
