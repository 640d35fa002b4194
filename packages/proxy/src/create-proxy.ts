import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { createCors } from "concors";
import type { Decision } from "concors";
import { cors as corsMiddleware } from "concors/node";
import { admit } from "./callers/admit.ts";
import type { Admission } from "./callers/caller.ts";
import { callerOf } from "./callers/caller-of.ts";
import { decide } from "./callers/decide.ts";
import { exposedPolicy } from "./callers/exposed-policy.ts";
import { createInFlight } from "./callers/in-flight.ts";
import { closeWithClient } from "./callers/waiting-responses.ts";
import { closeServer } from "./close-server.ts";
import { exchangeOf } from "./exchange-of.ts";
import { writeProblem } from "./forward/answer-writer.ts";
import { connectionsOf, createDispatcher } from "./forward/dispatcher.ts";
import { forward } from "./forward/forward.ts";
import type { Passage, Ways } from "./forward/forward.ts";
import { safeManner } from "./forward/manner.ts";
import { directWay } from "./forward/way.ts";
import { createGuard } from "./guard/guard.ts";
import { checkProxyOptions } from "./options/check-options.ts";
import { ProxyOptionsError } from "./options/option-issue.ts";
import type { ProxyOptions } from "./options/proxy-options.ts";
import type { ProblemCode } from "./problem.ts";
import type { Proxy } from "./proxy.ts";
import { refusalOf } from "./refusal.ts";
import { createReport, tell } from "./report/report.ts";
import { createProxyServer } from "./server.ts";
import { parseTarget } from "./target/parse-target.ts";
import type { Target } from "./target/target.ts";

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
  const { callers, limits, secretHeaders, limit, onExchange, onError } = checked.options;
  const report = createReport(onError);
  const guard = createGuard(checked.options.targets);
  const pseudonym = `concors-${randomBytes(6).toString("hex")}`;
  const dispatcher = createDispatcher(guard, limits, checked.options.targets.ca);
  const manner = safeManner({ secretHeaders, pseudonym });
  const ways: Ways = { wayTo: directWay(dispatcher), guard, limits, manner };
  const cors = createCors(exposedPolicy(callers, limits.redirects));
  const withCors = corsMiddleware(cors);
  const inFlight = createInFlight(limits.inFlight, limits.inFlightPerAddress);
  const servers = new Set<Server>();
  let isClosing = false;

  function handle(request: IncomingMessage, response: ServerResponse): void {
    // What breaks on the way out is told by "close".
    request.on("error", () => {});
    response.on("error", () => {});
    closeWithClient(request, response);
    withCors(request, response, () => {
      const decision = decide(cors, request);
      if (decision instanceof Promise) void decision.then((decided) => pass(request, response, decided));
      else pass(request, response, decision);
    });
  }

  function pass(request: IncomingMessage, response: ServerResponse, decision: Decision): void {
    // It left while somebody was asked about its origin.
    if (response.closed || response.destroyed) return;
    const caller = callerOf(request);
    const begun = performance.now();
    let target: Target | null = null;
    let refused: ProblemCode | null = null;
    let passage = (): Passage => ({ problem: refused, redirects: 0, requestBytes: 0, responseBytes: 0 });
    if (onExchange !== undefined)
      response.once("close", () => {
        tell(onExchange, exchangeOf(request, response, caller, target, passage(), begun), report);
      });

    function refuse(code: ProblemCode, retryAfter?: number, headers?: Admission["headers"]): void {
      refused = code;
      writeProblem(response, code, { retryAfter, headers });
    }

    const parsed = parseTarget(request.url ?? "");
    if (parsed.ok) target = parsed.target;
    const refusal = isClosing ? "closing" : refusalOf(request, decision, parsed, { callers, guard, limits, pseudonym });
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
    response.once("close", leave);

    function follow(admission: Admission): void {
      if (response.destroyed) return;
      if (admission.admitted) {
        // It counts as long as a connection is made for it: else who asks and leaves could have any number of them made.
        response.off("close", leave);
        passage = forward(ways, request, response, wanted, admission.headers, leave);
      } else refuse("rate-limited", admission.retryAfter, admission.headers);
    }
    admit(limit, caller, follow, (error) => {
      report(error);
      refuse("overloaded", 1);
    });
  }

  return Object.freeze({
    handle,
    inFlight: () => inFlight.count(),
    connections: () => connectionsOf(dispatcher),
    async listen(port = 8080, host = "127.0.0.1") {
      const server = createProxyServer(handle);
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
      await dispatcher.destroy();
      await Promise.all(stopped);
    },
  });
}
