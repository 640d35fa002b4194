import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below what Linux, macOS and Windows give to connections: nobody is given one of these by chance. */
const [lowest, highest] = [20_000, 30_000];

const given = new Set<number>();

/**
 * A port on loopback that nobody listens on, and that neither a connection nor a server on port 0 is given before the
 * program it is for has started, which may take seconds. None of the last thousands is given again.
 */
export async function freePort(): Promise<number> {
  if (given.size > (highest - lowest) / 2) given.clear();
  for (;;) {
    const port = randomInt(lowest, highest);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
