import type { AddressInfo } from "node:net";

/** The URL of a server of this machine. Who listens on all addresses is reached by that of this machine. */
export function urlOf({ address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://localhost:${port}`;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
