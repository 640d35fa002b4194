import { BlockList, isIP } from "node:net";
import { remembering } from "../remembering.ts";
import { isPublicAddress } from "./special-addresses.ts";

/** Which addresses may be connected to. */
export interface AddressRules {
  /** Whether an address may be connected to. What is not an address may not. */
  readonly allows: (address: string) => boolean;
  /** Whether some of them are not public. */
  readonly hasPrivate: boolean;
}

/** A network as options name it: `10.1.0.0/16`, or one address. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 4 | 6;
}

/** Null if the text names no network. */
export function parseNetwork(text: string): Network | null {
  const [address = "", length, ...rest] = text.split("/");
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || address.includes("%") || rest.length > 0) return null;
  const longest = family === 4 ? 32 : 128;
  if (length === undefined) return { address, prefix: longest, family };
  const prefix = /^(?:0|[1-9]\d{0,2})$/.test(length) ? Number(length) : Number.NaN;
  return prefix <= longest ? { address, prefix, family } : null;
}

/**
 * @param privateNetworks not public, and yet allowed
 * @param denied not allowed, whatever else holds
 */
export function addressRules(privateNetworks: readonly Network[], denied: readonly Network[]): AddressRules {
  const excused = listOf(privateNetworks);
  const refused = listOf(denied);
  // The rules never change, and the same addresses are asked about with each request.
  const allows = remembering((address) => {
    const family = isIP(address);
    // A zone names an interface of this machine.
    if ((family !== 4 && family !== 6) || address.includes("%")) return false;
    const type = family === 4 ? "ipv4" : "ipv6";
    if (refused.check(address, type)) return false;
    return isPublicAddress(address, family) || excused.check(address, type);
  });
  return { allows, hasPrivate: privateNetworks.length > 0 };
}

function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  return list;
}
