import { lookup } from "node:dns/promises";
import { connect, isIP } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { ResolveEntry } from "@concors/browser";
import type { AddressFact } from "@concors/explain";
import { hostOf, portOf } from "./host-and-port.ts";

/** How many of a host's addresses are tried: two of each family tell all there is to tell. */
const maxAddresses = 4;

/**
 * Tries every address of a URL's host, each on its own: a browser and a tool may choose different ones. For a name or an
 * address of this machine both families are tried. Sends nothing.
 *
 * @param timeout milliseconds, for each
 */
export async function probeAddresses(
  url: URL,
  resolve: readonly ResolveEntry[],
  timeout: number,
): Promise<AddressFact[]> {
  const port = portOf(url);
  const addresses = await addressesOf(hostOf(url), port, resolve, timeout);
  return Promise.all(addresses.map((address) => probe(address, port, timeout)));
}

async function addressesOf(
  host: string,
  port: number,
  resolve: readonly ResolveEntry[],
  timeout: number,
): Promise<string[]> {
  const entry = resolve.find((candidate) => candidate.host === host && candidate.port === port);
  if (entry !== undefined) return [entry.address];
  if (/^(?:localhost|.+\.localhost|127\.0\.0\.1|::1)$/.test(host)) return ["127.0.0.1", "::1"];
  if (isIP(host) !== 0) return [host];
  const found = await Promise.race([
    lookup(host, { all: true }).catch(() => []),
    setTimeout(timeout, [], { ref: false }),
  ]);
  return found.map(({ address }) => address).slice(0, maxAddresses);
}

function probe(address: string, port: number, timeout: number): Promise<AddressFact> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout });
    const end = (outcome: AddressFact["outcome"]): void => {
      socket.destroy();
      resolve({ address, family: isIP(address) === 6 ? 6 : 4, port, outcome });
    };
    socket.on("connect", () => end("accepts"));
    socket.on("timeout", () => end("silent"));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => end(code === "ECONNREFUSED" ? "refuses" : "unreachable"));
  });
}
