import type { NodeRequest } from "./node.ts";

const loopback = ["localhost", "127.0.0.1", "[::1]"];

/** The names that a server answers to, whatever the port. */
export class HostList {
  readonly #names: ReadonlySet<string>;

  /**
   * @param names as a URL has them: in lower case, IPv6 addresses in brackets; those of the machine itself if left out
   * @throws TypeError if one of them is no such name
   */
  constructor(names: readonly string[] = loopback) {
    for (const [index, name] of names.entries()) {
      if (typeof name === "string" && hostnameOf(name) === name) continue;
      throw new TypeError(
        `hosts.${index} ${JSON.stringify(name)} is no host name as a URL has it: "mcp.example.com", "127.0.0.1", "[::1]"`,
      );
    }
    this.#names = new Set(names);
  }

  has({ headers }: NodeRequest): boolean {
    const host = headers.host ?? headers[":authority"];
    return typeof host === "string" && this.#names.has(hostnameOf(host) ?? "");
  }
}

/** The name in a Host header; null if it holds more than that, or less. */
function hostnameOf(host: string): string | null {
  // Neither a path nor a user, which a URL could have.
  if (!/^[^/?#\\@\s]+$/.test(host)) return null;
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return null;
  }
}
