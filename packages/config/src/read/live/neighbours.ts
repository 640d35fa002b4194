import type { OriginMatch } from "../../plan/plan.ts";
import type { Exchange } from "./conversation.ts";
import { printOrigin, probePorts } from "./probe-origins.ts";

/** How to ask about origins. */
export interface OriginAsker {
  /** The exchange that allows it; null if it is not allowed, or was not asked. */
  readonly ask: (origin: string) => Promise<Exchange | null>;
  /** Whether nothing more is asked: then no answer says nothing. */
  readonly isOver: () => boolean;
}

/** The origins around one: of the same scheme, and the same port if no other is named. */
export class Neighbours {
  readonly match: OriginMatch;
  /** The domains that the host is in, the nearest first; none for an address. */
  readonly domains: readonly string[];
  readonly isAddress: boolean;
  /** Ports that nobody would list, and which are not the origin's. */
  readonly ports: readonly string[];
  readonly #asker: OriginAsker;

  constructor(match: OriginMatch, asker: OriginAsker) {
    this.match = match;
    this.isAddress = /(?:^|\.)(?:\d+|0x[\da-f]*)$|\]$/.test(match.host);
    this.domains = this.isAddress ? [] : parentsOf(match.host);
    this.ports = probePorts.filter((port) => port !== match.port);
    this.#asker = asker;
  }

  get isOver(): boolean {
    return this.#asker.isOver();
  }

  origin(host: string, port: string = this.match.port): string {
    return printOrigin(this.match.scheme, host, port);
  }

  allows(host: string, port?: string): Promise<Exchange | null> {
    return this.#asker.ask(this.origin(host, port));
  }

  /** The origin with http in the place of https, or the other way round; null if it has neither. */
  get withOtherScheme(): string | null {
    const { scheme, host, port } = this.match;
    if (scheme === "https") return printOrigin("http", host, port === "80" ? "" : port);
    return scheme === "http" ? printOrigin("https", host, port === "443" ? "" : port) : null;
  }
}

function parentsOf(host: string): readonly string[] {
  const labels = host.split(".");
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join("."));
}
