import type { HostName, Scenario, ScenarioResponse } from "./scenario.ts";

const addresses: Readonly<Record<HostName, readonly [address: string, portOffset: number]>> = {
  A: ["127.0.0.1", 0],
  A2: ["127.0.0.1", 1],
  B: ["127.0.0.2", 2],
  C: ["127.0.0.3", 3],
};

export const hostNames: readonly HostName[] = ["A", "A2", "B", "C"];

/** Where a scenario's hosts are, and what their answers say there. */
export class ScenarioWorld {
  readonly basePort: number;

  constructor(basePort: number) {
    this.basePort = basePort;
  }

  addressOf(host: HostName): { readonly address: string; readonly port: number } {
    const [address, portOffset] = addresses[host];
    return { address, port: this.basePort + portOffset };
  }

  originOf(host: HostName): string {
    const { address, port } = this.addressOf(host);
    return `http://${address}:${port}`;
  }

  /** The host whose origin this is, by its letter; else the origin as it is. */
  letterOf(origin: string): string {
    return hostNames.find((host) => this.originOf(host) === origin) ?? origin;
  }

  urlOf(scenario: Scenario, node: string, run: string): string {
    return `${this.originOf(scenario.nodes[node]!.host)}/s/${run}/${scenario.id}/${node}`;
  }

  /** A response's headers for one request, its `{{…}}` filled in. */
  headersOf(response: ScenarioResponse, scenario: Scenario, run: string, request: RequestEcho): [string, string][] {
    return (response.headers ?? []).map(([name, value]) => [name, this.#fill(value, scenario, run, request)]);
  }

  #fill(value: string, scenario: Scenario, run: string, request: RequestEcho): string {
    if (!value.includes("{{")) return value;
    return value.replaceAll(
      /\{\{(?:(url|userurl|path):)?(\w+)\}\}/g,
      (whole, kind: string | undefined, name: string) => {
        if (kind === "url") return this.urlOf(scenario, name, run);
        if (kind === "userurl") return this.urlOf(scenario, name, run).replace("http://", "http://user:pw@");
        if (kind === "path") return new URL(this.urlOf(scenario, name, run)).pathname;
        if (name === "page") return scenario.page === "null" ? "null" : this.originOf("A");
        if (name === "origin") return request.origin;
        if (name === "acrm") return request.requestMethod;
        if (name === "acrh") return request.requestHeaders;
        return name === "A" || name === "A2" || name === "B" || name === "C" ? this.originOf(name) : whole;
      },
    );
  }
}

/** What a response may echo of its request; "" where it has none. */
export interface RequestEcho {
  readonly origin: string;
  readonly requestMethod: string;
  readonly requestHeaders: string;
}

/** The node a URL of a scenario leads to; the URL itself if it is no such URL. */
export function nodeOfUrl(url: string): string {
  return /\/s\/[^/]+\/[^/]+\/(\w+)/.exec(url)?.[1] ?? url;
}
