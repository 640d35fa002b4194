import type { LookupAddress, LookupOptions } from "node:dns";
import { lookup } from "node:dns";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Where an address is, as far as an audit minds. */
export type Space = "public" | "local" | "loopback";

/** Where an address is. One of IPv4 that is written as IPv6 is where the other one is. */
export function spaceOf(address: string): Space {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (!ipaddr.isValid(bare)) return "local";
  const range = ipaddr.process(bare).range();
  if (range === "unicast") return "public";
  return range === "loopback" ? "loopback" : "local";
}

/** An address that was not asked for. */
export class PrivateAddressError extends Error {
  override readonly name: string = "PrivateAddressError";

  constructor(host: string, address: string) {
    const is = host.replace(/^\[|\]$/g, "") === address ? "is" : `leads to ${address},`;
    super(`${host} ${is} a private address; --private audits such.`);
  }
}

/**
 * Refuses a host that is a private address itself, before anything is sent.
 *
 * @throws PrivateAddressError
 */
export function refusePrivateHost(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0 && spaceOf(bare) !== "public") throw new PrivateAddressError(hostname, bare);
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** Looks a host up as Node does, and refuses a private address: that very answer is connected to, and no later one. */
export function publicLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, []);
      return;
    }
    const refused = addresses.find(({ address }) => spaceOf(address) !== "public");
    const [first] = addresses;
    if (refused !== undefined) callback(new PrivateAddressError(hostname, refused.address), []);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first!.address, first!.family);
  });
}
