import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../usage-error.ts";

/** Nobody but this machine reaches what listens there, on any system. */
const address = "127.0.0.1";

/**
 * Listens, and returns the port: the one that is said, or one that is free for 0.
 *
 * @throws UsageError if it cannot
 */
export async function listen(server: Server, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, address, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    throw new UsageError(whyNot(error instanceof Error && "code" in error ? String(error.code) : "", port));
  }
  return (server.address() as AddressInfo).port;
}

function whyNot(code: string, port: number): string {
  if (code === "EADDRINUSE") return `Something listens on port ${port} already: say another with --port.`;
  if (code === "EACCES") return `Port ${port} is not yours to listen on: say one from 1024 on with --port.`;
  return `It cannot listen on port ${port} of ${address}: ${code}.`;
}

/** At once: what is under way here can be done again. */
export async function closeNow(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
