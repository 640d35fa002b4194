import type { buildConnector as Connector } from "undici";
import { buildConnector } from "undici";

/** Where to find a host, in place of what the name server says. */
export interface ResolveEntry {
  readonly host: string;
  readonly port: number;
  /** An IPv4 or IPv6 address. */
  readonly address: string;
}

export interface ConnectionOptions {
  /**
   * Milliseconds, for each on its own: to connect, to begin to answer, to go on with the body. Kept by a coarse clock: it
   * may be over a second late, never early. If left out: ten seconds to connect, five minutes for the others.
   */
  readonly timeout?: number;
  /** Whether any certificate will do. */
  readonly insecure?: boolean;
  /** Certificates of authorities to trust instead of the well-known ones, in PEM. */
  readonly ca?: string | readonly string[];
  readonly resolve?: readonly ResolveEntry[];
}

/** How connections are made. Each connection's address is written down under the origin that it was made to. */
export function createConnector(options: ConnectionOptions, remoteAddresses: Map<string, string>): Connector.connector {
  const { timeout, resolve = [] } = options;
  const connect = buildConnector({ ...tlsOptions(options), ...(timeout === undefined ? {} : { timeout }) });
  return (target, callback) => {
    connect({ ...target, hostname: addressOf(target, resolve) }, (error, socket) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      if (socket.remoteAddress !== undefined) remoteAddresses.set(originOf(target), socket.remoteAddress);
      callback(null, socket);
    });
  };
}

/** What a secure connection trusts. */
export function tlsOptions({ insecure, ca }: ConnectionOptions): { rejectUnauthorized?: false; ca?: string[] } {
  return {
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
    ...(ca === undefined ? {} : { ca: [ca].flat() }),
  };
}

function addressOf({ hostname, port, protocol }: Connector.Options, resolve: readonly ResolveEntry[]): string {
  const number = portOf(port, protocol);
  const entry = resolve.find((candidate) => candidate.host === hostname && candidate.port === number);
  if (entry !== undefined) return entry.address;
  // Browsers do not ask the name server where these are, and some do not know.
  return hostname.endsWith(".localhost") ? "localhost" : hostname;
}

function portOf(port: string, protocol: string): number {
  if (port !== "") return Number(port);
  return protocol === "https:" ? 443 : 80;
}

function originOf({ protocol, host, hostname }: Connector.Options): string {
  return `${protocol}//${host ?? hostname}`;
}
