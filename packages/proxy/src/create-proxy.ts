import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { createCors } from "concors";
import type { Decision } from "concors";
import { cors as corsMiddleware } from "concors/node";
import { cachingDispatch } from "./cache/caching-dispatcher.ts";
import { admit } from "./callers/admit.ts";
import type { Admission } from "./callers/caller.ts";
import { callerOf } from "./callers/caller-of.ts";
import { clientAddress } from "./callers/client-address.ts";
import { decide } from "./callers/decide.ts";
import { exposedPolicy } from "./callers/exposed-policy.ts";
import { createInFlight } from "./callers/in-flight.ts";
import { closeWithClient } from "./callers/waiting-responses.ts";
import { closeServer } from "./close-server.ts";
import { exchangeOf } from "./exchange-of.ts";
import { answerOn } from "./forward/answer-on.ts";
import { writeProblem } from "./forward/answer-writer.ts";
import { connectionsOf, createDispatcher } from "./forward/dispatcher.ts";
import { forward } from "./forward/forward.ts";
import type { Passage } from "./forward/passage.ts";
import { http2Sender } from "./forward/http2-sender.ts";
import { createIdleSessions } from "./forward/idle-sessions.ts";
import { safeManner } from "./forward/manner.ts";
import { poolSender } from "./forward/sender.ts";
import { tunnel } from "./forward/tunnel.ts";
import type { SocketWays } from "./forward/tunnel.ts";
import { hasBody } from "./forward/upload.ts";
import { directWay } from "./forward/way.ts";
import type { Ways } from "./forward/way.ts";
import { createGuard } from "./guard/guard.ts";
import { checkProxyOptions } from "./options/check-options.ts";
import { ProxyOptionsError } from "./options/option-issue.ts";
import type { ProxyOptions } from "./options/proxy-options.ts";
import type { ProblemCode } from "./problem.ts";
import type { Proxy } from "./proxy.ts";
import { isWebSocketRequest, refusalOf } from "./refusal.ts";
import type { RefusalRules } from "./refusal.ts";
import { remembering } from "./remembering.ts";
import { createReport, tell } from "./report/report.ts";
import { createProxyServer } from "./server.ts";
import { parseTarget } from "./target/parse-target.ts";
import type { Target } from "./target/target.ts";

const ignore = (): void => {};

/** Characters of a request's target that is kept for the next one. */
const longestTarget = 512;

/**
 * A proxy that gives pages an API which sends no CORS headers: it fetches what they ask for, from public servers alone,
 * and adds the headers of a policy.
 *
 * @example
 * const proxy = createProxy({
 *   callers: { origins: ["https://app.example.com"] },
 *   targets: { hosts: ["api.example.org"] },
 * });
 * await proxy.listen(8080);
 * // http://127.0.0.1:8080/https://api.example.org/items
 * @throws ProxyOptionsError with everything that is wrong with the options
 */
export function createProxy(options: ProxyOptions): Proxy {
  const checked = checkProxyOptions(options);
  if (!checked.ok) throw new ProxyOptionsError(checked.issues);
  const { callers, limits, secretHeaders, webSockets, cache, http2, trustProxy } = checked.options;
  const { limit, onExchange, onError } = checked.options;
  const report = createReport(onError);
  const guard = createGuard(checked.options.targets);
  const pseudonym = `concors-${randomBytes(6).toString("hex")}`;
  const { ca } = checked.options.targets;
  const http2Sessions = http2 ? createIdleSessions() : null;
  const dispatcher = createDispatcher(guard, limits, { ca, http2Sessions });
  // For what goes over HTTP/1.1 alone. WebSockets have it to themselves: what a server is about to close is no start.
  const plainDispatcher = createDispatcher(guard, limits, { ca, givesUp: true });
  const manner = safeManner({ secretHeaders, pseudonym });
  const pool =
    http2Sessions === null ? poolSender(dispatcher) : http2Sender(dispatcher, plainDispatcher, http2Sessions);
  const sender = cache === null ? pool : { dispatch: cachingDispatch(pool.dispatch, cache.bytes) };
  const ways: Ways = { wayTo: directWay(sender), guard, limits, manner };
  const socketWays: SocketWays = { dispatcher: plainDispatcher, targetSockets: new Set(), limits, manner };
  const rules: RefusalRules = { callers, guard, limits, pseudonym, webSockets: false };
  /** Where a connection is the client's alone, so that it can be made a WebSocket. */
  const socketRules: RefusalRules = { ...rules, webSockets };
  const cors = createCors(exposedPolicy(callers, limits.redirects));
  const withCors = corsMiddleware(cors);
  const inFlight = createInFlight(limits.inFlight, limits.inFlightPerAddress);
  const addressOf = trustProxy === null ? null : clientAddress(trustProxy);
  // Pages ask for the same again and again. What may be fetched, and what is connected to, is judged each time.
  const targetOf = remembering((requestTarget) => parseTarget(requestTarget), longestTarget);
  const servers = new Set<Server>();
  const sockets = new Set<Duplex>();
  let isClosing = false;

  function handle(request: IncomingMessage, response: ServerResponse): void {
    // What breaks on the way out is told by "close". NB: A request has errors for those alone who listen to them.
    response.on("error", ignore);
    closeWithClient(request, response);
    withCors(request, response, () => {
      const decision = decide(cors, request);
      if (decision instanceof Promise) void decision.then((decided) => pass(request, response, decided, null));
      else pass(request, response, decision, null);
    });
  }

  function handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, otherwise = handle): void {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    if (head.length > 0) socket.unshift(head);
    const response = answerOn(socket, request);
    if (response === null) return;
    if (isWebSocketRequest(request)) {
      // A page may read whatever comes over a WebSocket: no header of CORS is asked for, so the origin alone decides.
      void Promise.resolve(decide(cors, request)).then((decided) => pass(request, response, decided, socket));
    } else if (hasBody(request)) {
      writeProblem(response, "upgrade-refused");
    } else {
      // Whoever asks for something else (h2c) can do without.
      otherwise(request, response);
    }
  }

  /** @param socket on which a WebSocket is asked for; null if it is something to be fetched */
  function pass(request: IncomingMessage, response: ServerResponse, decision: Decision, socket: Duplex | null): void {
    // It left while somebody was asked about its origin.
    if (response.closed || response.destroyed) return;
    const caller = callerOf(request, addressOf);
    let target: Target | null = null;
    let refused: ProblemCode | null = null;
    let passage = (): Passage => ({ problem: refused, redirects: 0, requestBytes: 0, responseBytes: 0 });
    if (onExchange !== undefined) {
      const begun = performance.now();
      response.once("close", () => {
        tell(onExchange, exchangeOf(request, response, caller, target, passage(), begun), report);
      });
    }

    function refuse(code: ProblemCode, retryAfter?: number, headers?: Admission["headers"]): void {
      refused = code;
      writeProblem(response, code, { retryAfter, headers });
    }

    const parsed = socket === null ? targetOf(request.url ?? "") : parseTarget(request.url ?? "", true);
    if (parsed.ok) target = parsed.target;
    const refusal = isClosing ? "closing" : refusalOf(request, decision, parsed, socket === null ? rules : socketRules);
    if (refusal !== null || !parsed.ok) {
      refuse(refusal ?? "target-malformed");
      return;
    }
    const wanted = parsed.target;
    const tooMuch = inFlight.start(caller.network);
    if (tooMuch !== undefined) {
      refuse(tooMuch, 1);
      return;
    }
    const leave = (): void => inFlight.end(caller.network);
    let isPassed = false;

    function follow(admission: Admission): void {
      if (response.destroyed) return;
      if (!admission.admitted) {
        refuse("rate-limited", admission.retryAfter, admission.headers);
        return;
      }
      // It counts as long as a connection is made for it: else who asks and leaves could have any number of them made.
      response.off("close", leave);
      isPassed = true;
      const { headers } = admission;
      passage =
        socket === null
          ? forward(ways, request, response, wanted, headers, leave)
          : tunnel(socketWays, request, socket, response, wanted, headers, leave);
    }
    admit(limit, caller, follow, (error) => {
      report(error);
      refuse("overloaded", 1);
    });
    // It is refused, or the limit takes its time.
    if (!isPassed) response.once("close", leave);
  }

  return Object.freeze({
    handle,
    handleUpgrade,
    inFlight: () => inFlight.count(),
    connections: () => connectionsOf(dispatcher) + connectionsOf(plainDispatcher) + socketWays.targetSockets.size,
    async listen(port = 8080, host = "127.0.0.1") {
      const server = createProxyServer(handle, webSockets ? handleUpgrade : undefined);
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(port, host, () => {
          server.off("error", reject);
          resolve();
        });
      });
      servers.add(server);
      return server;
    },
    async close(patience = 10_000) {
      isClosing = true;
      const stopped = [...servers].map((server) => closeServer(server, patience));
      // Somebody else's server may have passed requests as well.
      await Promise.race([inFlight.whenIdle(), setTimeout(patience, undefined, { ref: false })]);
      // NB: A server does not count those among its connections any more, but waits for them.
      for (const socket of sockets) socket.destroy();
      await Promise.all([dispatcher.destroy(), plainDispatcher.destroy()]);
      await Promise.all(stopped);
    },
  });
}
