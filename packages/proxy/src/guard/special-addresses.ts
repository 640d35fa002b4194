import { BlockList } from "node:net";

/**
 * IPv4 that is nobody's public server, with the registry's reasons.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const special4: readonly (readonly [network: string, prefix: number, name: string])[] = [
  ["0.0.0.0", 8, "this network"],
  ["10.0.0.0", 8, "private use"],
  ["100.64.0.0", 10, "shared address space; metadata of Alibaba Cloud"],
  ["127.0.0.0", 8, "loopback"],
  ["168.63.129.16", 32, "AD-HOC: public, but each virtual machine of Azure reaches its host there"],
  ["169.254.0.0", 16, "link-local; metadata of most clouds"],
  ["172.16.0.0", 12, "private use"],
  ["192.0.0.0", 24, "protocol assignments; metadata of Oracle Cloud"],
  ["192.0.2.0", 24, "documentation"],
  ["192.31.196.0", 24, "AS112"],
  ["192.52.193.0", 24, "AMT"],
  ["192.88.99.0", 24, "6to4 relays, deprecated"],
  ["192.168.0.0", 16, "private use"],
  ["192.175.48.0", 24, "AS112"],
  ["198.18.0.0", 15, "benchmarking"],
  ["198.51.100.0", 24, "documentation"],
  ["203.0.113.0", 24, "documentation"],
  ["224.0.0.0", 4, "multicast"],
  ["240.0.0.0", 4, "reserved, and broadcast"],
];

/**
 * What of IPv6's global unicast space is nobody's public server. All that is outside that space is refused anyway:
 * loopback, link-local, unique local, and the addresses that have an IPv4 address in them, NAT64's among them.
 *
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const special6: readonly (readonly [network: string, prefix: number, name: string])[] = [
  ["2001::", 23, "protocol assignments, Teredo among them, which has an IPv4 address in it"],
  ["2001:db8::", 32, "documentation"],
  ["2002::", 16, "6to4, which has an IPv4 address in it"],
  ["2620:4f:8000::", 48, "AS112"],
  ["3fff::", 20, "documentation"],
];

const special = new BlockList();
for (const [network, prefix] of special4) special.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of special6) special.addSubnet(network, prefix, "ipv6");

/** The only part of IPv6 that is given out to public servers: RFC 4291, 2.4, and what IANA has given out since. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

/** Whether a public server can have the address, which has to be a valid one. */
export function isPublicAddress(address: string, family: 4 | 6): boolean {
  if (family === 4) return !special.check(address, "ipv4");
  return globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
}
