import { BlockList, isIP } from "node:net";
import type { Network } from "../guard/address-rules.ts";

/** Whose `X-Forwarded-For` is believed: that of so many servers before this one, or of those with such addresses. */
export type TrustedProxies = number | readonly Network[];

/**
 * The address of who sends a request, of what the servers before this one say.
 *
 * @param peer the address of the other end of the connection
 * @param forwarded the value of `X-Forwarded-For`
 */
export type ClientAddress = (peer: string, forwarded: string | undefined) => string;

/** More servers than this are before no proxy: who sends a longer list means to keep it busy. */
const most = 32;

/**
 * Reads `X-Forwarded-For` from its end: each server appends the address that it got a request from, so what stands before the
 * first one that is not trusted is whatever its client made up. What is no address ends the reading as well.
 */
export function clientAddress(trusted: TrustedProxies): ClientAddress {
  const isTrusted = typeof trusted === "number" ? trustsHops(trusted) : trustsNetworks(trusted);
  return (peer, forwarded) => {
    let address = peer;
    if (forwarded === undefined) return address;
    const said = forwarded.split(",").slice(-most);
    for (let hop = 0; hop < said.length && isTrusted(address, hop); hop++) {
      const before = addressOf(said[said.length - 1 - hop]!);
      if (before === null) return address;
      address = before;
    }
    return address;
  };
}

type Trusts = (address: string, hop: number) => boolean;

function trustsHops(count: number): Trusts {
  return (_address, hop) => hop < count;
}

function trustsNetworks(networks: readonly Network[]): Trusts {
  const list = new BlockList();
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  return (address) => {
    const plain = addressOf(address);
    return plain !== null && list.check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6");
  };
}

/** The address in what a server wrote, which may have put its port there; null if it is none. */
function addressOf(text: string): string | null {
  const trimmed = text.trim();
  const [, bracketed, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(trimmed) ?? [];
  const address = (bracketed ?? withPort ?? trimmed)
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "")
    .replace(/%.*$/, "");
  return isIP(address) === 0 ? null : address;
}
