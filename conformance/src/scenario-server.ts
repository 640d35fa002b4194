import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
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
   * @throws Error if the loopback addresses cannot be listened on
   */
  static async start(servePage: RequestListener = notFound): Promise<ScenarioServer> {
    for (let attempt = 1; ; attempt++) {
      const plays = new Map<string, Play>();
      const first = createHost(notFound);
      // The system picks host A's port; the other hosts' are next to it, and may be taken.
      const world = new ScenarioWorld(await listen(first, "127.0.0.1", 0));
      await close(first);
      const listener = scenarioListener(world, plays);
      const servers = hostNames.map((host) => createHost(host === "A" ? withPage(listener, servePage) : listener));
      try {
        await Promise.all(
          servers.map((server, index) => {
            const { address, port } = world.addressOf(hostNames[index]!);
            return listen(server, address, port);
          }),
        );
        return new ScenarioServer(world, servers, plays);
      } catch (error) {
        await Promise.all(servers.map(close));
        if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || attempt === 20) throw error;
      }
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

/** Resolves with the port. */
function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : port);
    });
  });
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
