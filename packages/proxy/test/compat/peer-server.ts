// What cors-anywhere's tests get when they ask for it. Its targets are on loopback, and its help text is cors-anywhere's.
import { once } from "node:events";
import { createServer as createTarget, get } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { createServer as create } from "../../src/compat/index.ts";
import type { CompatOptions } from "../../src/compat/index.ts";

export { createRateLimitChecker } from "../../src/compat/index.ts";

const helpFile = join(process.env["PEER_SUITE"]!, "lib", "help.txt");

export function createServer(options: CompatOptions = {}): Server {
  const server = create({ targets: { privateNetworks: ["127.0.0.1"] }, helpFile, ...options });
  // A process of its own is one that is weighed. What the engine takes when it is used for the first time is no leak, and
  // taken before: its first request, after which it is weighed, waits for that.
  if (process.send !== undefined) server.prependOnceListener("listening", () => holdRequests(server, warmUp(server)));
  return server;
}

function holdRequests(server: Server, ready: Promise<void>): void {
  const [handle] = server.listeners("request") as RequestListener[];
  const fromOutside: RequestListener = (request, response) =>
    void (request.headers["x-warm-up"] === undefined ? ready : Promise.resolve()).then(() =>
      handle!(request, response),
    );
  server.removeAllListeners("request").on("request", fromOutside);
}

async function warmUp(server: Server): Promise<void> {
  const target = createTarget((_request, response) => void response.end()).listen(0, "127.0.0.1");
  await once(target, "listening");
  const [{ port }, { port: targetPort }] = [server.address() as AddressInfo, target.address() as AddressInfo];
  for (let count = 0; count < 100; count++)
    await new Promise<void>((resolve) => {
      const headers = { "x-warm-up": "1" };
      get({ port, host: "127.0.0.1", path: `/http://127.0.0.1:${targetPort}`, headers, agent: false }, (answer) =>
        answer.resume().on("end", resolve),
      );
    });
  target.close();
  target.closeAllConnections();
}
