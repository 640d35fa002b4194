import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// The other end of the loopback benchmark, in a process of its own so that it shares no event loop with what is timed.
const bodies: Readonly<Record<string, string>> = {
  "/small": `{"id":42,"name":"a small answer"}`,
  "/large": "x".repeat(1024 * 1024),
};

const server = createServer((request, response) => {
  request.resume();
  response.setHeader("Access-Control-Allow-Origin", "http://127.0.0.1:8080");
  response.setHeader("Content-Type", "text/plain");
  response.end(bodies[request.url ?? ""]);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
