import type { AddressInfo } from "node:net";
import { createProxy } from "@concors/proxy";

// The proxy in a process of its own, with its guard at work: loopback is all that is excused.
const proxy = createProxy({
  callers: { origins: "*" },
  targets: { hosts: ["*"], privateNetworks: ["127.0.0.1"] },
  // All of the load comes from one address.
  limits: { inFlightPerAddress: 1000 },
});
const server = await proxy.listen(0);
process.once("disconnect", () => process.exit());
process.send?.((server.address() as AddressInfo).port);
