import { once } from "node:events";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ObservedRequest, Scenario, ScenarioResponse } from "./scenario.ts";
import { observedHeaderNames } from "./scenario.ts";
import { ScenarioWorld, hostNames } from "./scenario-world.ts";

/** A scenario that is being played, and what has arrived of it. */
interface Play {
  readonly scenario: Scenario;
  readonly wire: ObservedRequest[];
}

/**
 * The hosts of scenarios as HTTP servers on loopback addresses. They answer byte for byte what the scenario says, which
 * no well-behaved HTTP library would, and record every request.
 */
export class ScenarioServer {
  readonly world: ScenarioWorld;
  readonly #plays: Map<string, Play>;
  readonly #servers: readonly Server[];

  private constructor(world: ScenarioWorld, servers: readonly Server[], plays: Map<string, Play>) {
    this.world = world;
    this.#servers = servers;
    this.#plays = plays;
  }

  /**
   * @param servePage What host A answers where no scenario is.
   * @throws Error if the loopback addresses cannot be listened on; its message is one line
   */
  static async start(servePage: RequestListener = notFound): Promise<ScenarioServer> {
    // The system picks host A's port; the other hosts' are next to it, and may be taken.
    for (let attempt = 1; attempt < 20; attempt++) {
      const server = await ScenarioServer.#listen(await freePort(), servePage);
      if (server !== null) return server;
    }
    throw new Error("no four free ports in a row were found on the loopback addresses");
  }

  /** Null if one of the ports is taken. */
  static async #listen(basePort: number, servePage: RequestListener): Promise<ScenarioServer | null> {
    const world = new ScenarioWorld(basePort);
    const plays = new Map<string, Play>();
    const listener = scenarioListener(world, plays);
    const servers: Server[] = [];
    try {
      for (const host of hostNames) {
        const server = createHost(host === "A" ? withPage(listener, servePage) : listener);
        const { address, port } = world.addressOf(host);
        await listen(server, address, port);
        servers.push(server);
      }
      return new ScenarioServer(world, servers, plays);
    } catch (error) {
      await Promise.all(servers.map(close));
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "EADDRINUSE") return null;
      // Linux has all of 127.0.0.0/8, macOS has to be told: sudo ifconfig lo0 alias 127.0.0.2
      throw new Error(`scenarios need the addresses 127.0.0.1, 127.0.0.2 and 127.0.0.3: ${message}`, { cause: error });
    }
  }

  /** From now on the scenario's URLs are answered, and what arrives there is recorded. */
  begin(scenario: Scenario, run: string): void {
    this.#plays.set(playKey(run, scenario.id), { scenario, wire: [] });
  }

  /** Every request that arrived since `begin`, in order. The scenario's URLs lead nowhere from now on. */
  end(scenario: Scenario, run: string): ObservedRequest[] {
    const key = playKey(run, scenario.id);
    const wire = this.#plays.get(key)?.wire ?? [];
    this.#plays.delete(key);
    return wire;
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(close));
  }
}

function playKey(run: string, id: string): string {
  return `${run}/${id}`;
}

function scenarioListener(world: ScenarioWorld, plays: ReadonlyMap<string, Play>): RequestListener {
  async function answerScenario(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, run = "", id = "", node = ""] = /^\/s\/([^/]+)\/([^/]+)\/(\w+)(?:\?|$)/.exec(request.url ?? "") ?? [];
    const body = await readBody(request);
    const play = plays.get(playKey(run, id));
    const resource = play?.scenario.nodes[node];
    if (play === undefined || resource === undefined) return notFound(request, response);
    play.wire.push(observedRequest(world, node, request, body));
    const requestMethod = request.headers["access-control-request-method"];
    const isPreflight = request.method === "OPTIONS" && requestMethod !== undefined;
    const answer = (isPreflight ? resource.preflight : undefined) ?? resource.actual;
    const headers = world.headersOf(answer, play.scenario, run, {
      origin: request.headers.origin ?? "",
      requestMethod: requestMethod ?? "",
      requestHeaders: request.headers["access-control-request-headers"] ?? "",
    });
    request.socket.end(responseBytes(answer, headers, request.method === "HEAD"));
  }
  // A request that breaks off in the middle has nobody left to answer.
  return (request, response) => void answerScenario(request, response).catch(() => request.socket.destroy());
}

/** An HTTP response with these header lines as they are: their case, their order, their white space. */
function responseBytes({ status, body = "" }: ScenarioResponse, headers: [string, string][], isHead: boolean): Buffer {
  const lines = [`HTTP/1.1 ${status} R`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  if (status !== 204) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  const hasBody = !isHead && status !== 204 && status !== 304;
  return Buffer.concat([
    Buffer.from([...lines, "Connection: close", "", ""].join("\r\n"), "latin1"),
    Buffer.from(hasBody ? body : ""),
  ]);
}

function observedRequest(world: ScenarioWorld, node: string, request: IncomingMessage, body: Buffer): ObservedRequest {
  const headers = observedHeaderNames.flatMap((name): [string, string][] => {
    const value = request.headers[name];
    if (value === undefined) return [];
    return [[name, name === "origin" ? world.letterOf(String(value)) : String(value)]];
  });
  return {
    node,
    method: request.method ?? "",
    ...Object.fromEntries(headers),
    ...(body.length > 0 && { bodyLength: body.length }),
  };
}

function withPage(listener: RequestListener, servePage: RequestListener): RequestListener {
  return (request, response) => (request.url?.startsWith("/s/") ? listener : servePage)(request, response);
}

const notFound: RequestListener = (_request, response) => {
  response.writeHead(404).end();
};

function createHost(listener: RequestListener): Server {
  // Scenarios send header values that only some parsers take.
  return createServer({ insecureHTTPParser: true, maxHeaderSize: 65_536 }, listener);
}

async function listen(server: Server, address: string, port: number): Promise<void> {
  server.listen(port, address);
  await once(server, "listening");
}

async function freePort(): Promise<number> {
  const server = createHost(notFound);
  await listen(server, "127.0.0.1", 0);
  const { port } = server.address() as AddressInfo;
  await close(server);
  return port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
