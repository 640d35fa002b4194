/** How public an address is; a request from a more public page to a less public address is a local network request. */
export type AddressSpace = "public" | "local" | "loopback";

/**
 * The address space of an IP address, as text; a host name's cannot be known without resolving it, so it counts as
 * public, but for those of localhost.
 *
 * @see https://wicg.github.io/local-network-access/#ip-address-space
 */
export function addressSpaceOf(host: string): AddressSpace {
  const address = host.replace(/^\[|\]$/g, "").toLowerCase();
  if (address === "localhost" || address.endsWith(".localhost") || address === "localhost.") return "loopback";
  const mapped = /^::ffff:([0-9.]+)$/.exec(address)?.[1];
  if (mapped !== undefined) return addressSpaceOf(mapped);
  if (address.includes(":")) return ipv6Space(address);
  const octets = address.split(".").map(Number);
  return octets.length === 4 && octets.every((octet) => octet >= 0 && octet <= 255) ? ipv4Space(octets) : "public";
}

function ipv4Space([first = 0, second = 0]: readonly number[]): AddressSpace {
  if (first === 127) return "loopback";
  const isLocal =
    first === 10 ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254) ||
    (first === 100 && second >= 64 && second <= 127);
  return isLocal ? "local" : "public";
}

function ipv6Space(address: string): AddressSpace {
  if (address === "::1") return "loopback";
  return /^(?:f[cd]|fe[89ab])/.test(address) ? "local" : "public";
}

const publicness: Readonly<Record<AddressSpace, number>> = { public: 2, local: 1, loopback: 0 };

/** Whether a page in one address space reaches into a less public one. */
export function isLocalNetworkRequest(page: AddressSpace, target: AddressSpace): boolean {
  return publicness[target] < publicness[page];
}
