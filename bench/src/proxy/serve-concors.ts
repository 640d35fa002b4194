import cluster from "node:cluster";
import type { AddressInfo } from "node:net";
import { createProxy } from "@concors/proxy";

// The proxy in a process of its own, or in as many as are asked for, which share a port as those of `--workers` do.
const workers = Number(process.argv[2] ?? 1);
if (cluster.isPrimary && workers > 1) await share();
else await serve();

async function serve(): Promise<void> {
  const proxy = createProxy({
    callers: { origins: "*" },
    // Its guard is at work: loopback is all that is excused.
    targets: { hosts: ["*"], privateNetworks: ["127.0.0.1"] },
    // All of the load comes from one address.
    limits: { inFlightPerAddress: 1000 },
  });
  const server = await proxy.listen(0);
  process.once("disconnect", () => process.exit());
  if (cluster.isPrimary) process.send?.((server.address() as AddressInfo).port);
}

async function share(): Promise<void> {
  const ports = Array.from({ length: workers }, () => {
    const worker = cluster.fork();
    return new Promise<number>((resolve) => worker.once("listening", ({ port }) => resolve(port)));
  });
  const [port] = await Promise.all(ports);
  process.once("disconnect", () => process.exit());
  process.send?.(port);
}
