import type { IncomingMessage } from "node:http";
import { isIPv6, SocketAddress } from "node:net";
import type { Caller } from "./caller.ts";

/** Who sends a request. */
export function callerOf({ headers, socket }: IncomingMessage): Caller {
  const address = socket.remoteAddress ?? "";
  return { origin: headers.origin ?? null, address, network: networkOf(address), headers };
}

/** An IPv4 address, or the /64 of an IPv6 address. An IPv4 address within an IPv6 address is itself. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const withoutZone = address.replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone);
  if (mapped !== null) return mapped[1]!;
  if (!isIPv6(withoutZone)) return address;
  const [head = "", tail] = new SocketAddress({ address: withoutZone, family: "ipv6" }).address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  // NB: An IPv4 address at the end stands for two groups, of which the first four know nothing.
  const groups =
    tail === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
