import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createProxy, createProxyServer } from "@concors/proxy";
import type { Exchange, Proxy, ProxyOptions } from "@concors/proxy";
import { createCors } from "concors";
import type { Cors } from "concors";
import { closeServer } from "./close-server.ts";
import { isHelpRequest, writeHelpPage } from "./help-page.ts";
import { rateOf } from "./limits/rate-of.ts";
import type { Rate } from "./limits/rate-of.ts";
import { listen } from "./listen.ts";
import { addOwnOrigin, ownOrigin } from "./own-origin.ts";
import type { ProxySettings, RedisSettings } from "./settings/settings.ts";
import { urlOf } from "./url-of.ts";

/** A proxy that listens. */
export interface StartedProxy {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly inFlight: Proxy["inFlight"];
  readonly connections: Proxy["connections"];
  /** Whether Redis counts for all processes; null if it was not asked to. */
  readonly isShared: () => boolean | null;
  /** Why requests are refused, whatever they ask for. */
  readonly notReady: () => readonly string[];
  /**
   * From the next request on other settings hold, all of them at once, but for where it listens; requests under way end by
   * those that they began with.
   */
  readonly reload: (settings: ProxySettings) => void;
  /** @param hurry resolves when requests under way are to be broken off */
  readonly close: (hurry: Promise<void>) => Promise<void>;
}

/** Who is told of what happens. */
export interface ProxyListeners {
  readonly exchange: (exchange: Exchange) => void;
  readonly preflight: () => void;
  readonly error: (error: unknown) => void;
  /** Redis began to count for all processes, or ceased to. */
  readonly shared: (isShared: boolean, whenAway: RedisSettings["whenAway"]) => void;
}

/** What decides about a request: it is replaced as a whole. */
interface Engine {
  readonly settings: ProxySettings;
  readonly proxy: Proxy;
  readonly cors: Cors;
  readonly rate: Rate;
}

/** For how long requests may go on by settings that hold no more, in milliseconds: as long as a timer can be set. */
const untilTheyEnd = 2 ** 31 - 1;

/** @throws UsageError if it cannot listen there */
export async function startProxy(settings: ProxySettings, listeners: ProxyListeners): Promise<StartedProxy> {
  let engine = createEngine(settings, listeners, undefined);
  /** Those that are replaced, as long as something is under way there. */
  const engines = new Set([engine]);
  const answer: RequestListener = (request, response) => {
    const { cors, proxy } = engine;
    if (isHelpRequest(request)) {
      writeHelpPage(response, request.method === "HEAD", ownOrigin(cors, request) !== null);
      return;
    }
    if (request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined)
      listeners.preflight();
    addOwnOrigin(cors, request);
    proxy.handle(request, response);
  };
  const server = createProxyServer(answer);
  const upgrade: Proxy["handleUpgrade"] = (request, socket, head) =>
    engine.proxy.handleUpgrade(request, socket, head, answer);
  /** NB: Without a listener, whoever asks for another protocol is answered in the one that it speaks, by `answer`. */
  function listenForUpgrades(): void {
    server.off("upgrade", upgrade);
    if (engine.settings.webSockets === true) server.on("upgrade", upgrade);
  }
  listenForUpgrades();
  await listen(server, settings).catch((error: unknown) => {
    engine.rate.stop();
    throw error;
  });
  await engine.rate.ready;
  return {
    url: urlOf(server.address() as AddressInfo),
    inFlight: () => sumOf(engines, ({ proxy }) => proxy.inFlight()),
    connections: () => sumOf(engines, ({ proxy }) => proxy.connections()),
    isShared: () => engine.rate.isShared(),
    notReady: () =>
      engine.settings.redis?.whenAway === "closed" && engine.rate.isShared() === false
        ? ["Redis does not answer, and without it nothing is admitted"]
        : [],
    reload(next) {
      const old = engine;
      engine = createEngine(next, listeners, old);
      engines.add(engine);
      listenForUpgrades();
      if (engine.rate !== old.rate) old.rate.stop();
      void old.proxy.close(untilTheyEnd).then(() => engines.delete(old));
    },
    async close(hurry) {
      const proxies = [...engines].map(({ proxy }) => proxy);
      const closed = (patience?: number): Promise<unknown> =>
        Promise.all(proxies.map((proxy) => proxy.close(patience)));
      void hurry.then(() => closed(0));
      // Both at once: the server waits for WebSockets, and it is the proxies that end them.
      await Promise.all([closeServer(server, hurry), closed()]);
      engine.rate.stop();
    },
  };
}

function createEngine(settings: ProxySettings, listeners: ProxyListeners, old: Engine | undefined): Engine {
  const { exchange: onExchange, error: onError } = listeners;
  const rate = old !== undefined && isSameRate(settings, old.settings) ? old.rate : newRate(settings, listeners);
  const proxy = createProxy({ ...optionsOf(settings), limit: rate.limit, onExchange, onError });
  return { settings, proxy, cors: createCors(settings.callers), rate };
}

function newRate(settings: ProxySettings, { shared }: ProxyListeners): Rate {
  return rateOf(settings, (isShared) => shared(isShared, settings.redis?.whenAway ?? "open"));
}

/** Whoever has used up what he may send does not get it back because of some other setting. */
function isSameRate({ rateLimit, redis }: ProxySettings, old: ProxySettings): boolean {
  return JSON.stringify([rateLimit, redis]) === JSON.stringify([old.rateLimit, old.redis]);
}

/** What is the proxy's own of the settings. */
function optionsOf(settings: ProxySettings): ProxyOptions {
  const { host: _host, port: _port, open: _open, rateLimit: _rate, ...others } = settings;
  const { admin: _admin, log: _log, drainDelay: _delay, workers: _workers, redis: _redis, ...options } = others;
  return options;
}

function sumOf(engines: Iterable<Engine>, read: (engine: Engine) => number): number {
  let sum = 0;
  for (const engine of engines) sum += read(engine);
  return sum;
}
