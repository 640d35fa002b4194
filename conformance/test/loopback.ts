import { once } from "node:events";
import { createServer } from "node:net";
import process from "node:process";

/** On CI nothing that is missing may go unseen: whatever needs it is run, and fails. */
export const isCi = process.env["CI"] === "true";

/** Whether scenarios can be served here: Linux has all of 127.0.0.0/8, macOS only what `ifconfig lo0 alias` added. */
export const hasLoopbackAddresses: boolean =
  isCi ||
  (await Promise.all(["127.0.0.2", "127.0.0.3"].map(probe)).then(
    () => true,
    () => false,
  ));

if (!hasLoopbackAddresses) {
  const commands = "sudo ifconfig lo0 alias 127.0.0.2 && sudo ifconfig lo0 alias 127.0.0.3";
  console.warn(`Scenarios are not played over sockets here, for want of addresses: ${commands}`);
}

async function probe(address: string): Promise<void> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  server.close();
}
