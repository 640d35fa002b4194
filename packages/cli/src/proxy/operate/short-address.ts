import { isIPv4, isIPv6, SocketAddress } from "node:net";

/**
 * The network of a client, in place of its address: /24 of IPv4, /48 of IPv6, in which whoever it was is one of many. An
 * IPv4 address within an IPv6 address is itself.
 */
export function shortAddress(address: string): string {
  const bare = address.replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIPv4(bare)) return `${bare.split(".").slice(0, 3).join(".")}.0/24`;
  if (!isIPv6(bare)) return "unknown";
  const [head = "", tail] = new SocketAddress({ address: bare, family: "ipv6" }).address.split("::");
  const before = head === "" ? [] : head.split(":");
  // What a double colon leaves out may reach into the first three groups, and then they are zero but for what is behind it.
  const behind = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = Math.max(0, 8 - before.length - behind.length);
  const groups = [...before, ...Array<string>(gap).fill("0"), ...behind].slice(0, 3);
  return `${groups.join(":")}::/48`;
}
