import { randomBytes } from "node:crypto";
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { closeWithClient } from "../callers/waiting-responses.ts";
import { createInFlight } from "../callers/in-flight.ts";
import { networkOf } from "../callers/caller-of.ts";
import { createDispatcher } from "../forward/dispatcher.ts";
import { forward } from "../forward/forward.ts";
import { createGuard } from "../guard/guard.ts";
import { formRefusal, targetRefusal } from "../refusal.ts";
import { parseTarget, targetText } from "../target/parse-target.ts";
import { checkCompatOptions } from "./check-compat-options.ts";
import { compatManner } from "./compat-manner.ts";
import type { CompatOptions } from "./compat-options.ts";
import { createHelp } from "./help.ts";
import { parseLocation } from "./location.ts";
import { originAnswer, requestAnswer } from "./own-answer.ts";
import { reportError } from "./report-error.ts";
import { targetHeaders } from "./target-headers.ts";
import { answer, answerProblem, answerProxyError, corsHeaders } from "./text-answer.ts";
import { compatWays } from "./ways.ts";

/**
 * A server that does what cors-anywhere 0.4.4 does, on the core of this proxy: what may be reached is guarded, what is
 * under way is limited, and no request ends the process. docs/cors-anywhere.md lists all that differs.
 *
 * @example
 * createServer({ originWhitelist: ["https://app.example.com"], requireHeader: ["origin"] }).listen(8080);
 * @returns a server that does not listen yet; requests of others can be emitted on it
 * @throws ProxyOptionsError with everything that is wrong with the options
 */
export function createServer(options?: CompatOptions | null): Server {
  const checked = checkCompatOptions(options);
  const { limits, httpsOptions } = checked;
  const guard = createGuard(checked.targets);
  const pseudonym = `concors-${randomBytes(6).toString("hex")}`;
  const pool = createDispatcher(guard, limits, { ca: checked.targets.ca, trustsAll: !checked.secure });
  const rules = { guard, pseudonym, webSockets: false };
  const ways = compatWays(checked, pool, pseudonym);
  const help = createHelp(checked.helpFile);
  const inFlight = createInFlight(limits.inFlight, limits.inFlightPerAddress);

  function pass(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === "OPTIONS") {
      response.writeHead(200, corsHeaders(request, checked.corsMaxAge)).end();
      return;
    }
    const requestTarget = request.url ?? "";
    const text = requestTarget.startsWith("/") ? targetText(requestTarget.slice(1)) : null;
    const parsed = text === null ? null : parseLocation(text);
    const handled = checked.handleInitialRequest?.(request, response, parsed?.location ?? null);
    if (handled instanceof Promise)
      handled.catch((error: unknown) => failed("handleInitialRequest", error, request, response));
    if (handled) return;
    if (parsed === null && text !== null) {
      help(request, response);
      return;
    }
    const own = parsed && (requestAnswer(request, parsed, checked) ?? originAnswer(request, parsed.location, checked));
    if (own !== null) {
      answer(request, response, own);
      return;
    }
    const target = parsed?.target ?? parseTarget(requestTarget);
    const refusal = formRefusal(request, limits) ?? targetRefusal(request, target, rules);
    if (refusal !== null || !target.ok) {
      answerProblem(request, response, refusal ?? "target-malformed");
      return;
    }
    let headers: string[];
    try {
      headers = targetHeaders(request, checked);
    } catch (error) {
      answerProxyError(response, String(error));
      return;
    }
    const network = networkOf(request.socket.remoteAddress ?? "");
    const tooMuch = inFlight.start(network);
    if (tooMuch !== undefined) {
      answerProblem(request, response, tooMuch);
      return;
    }
    const manner = compatManner(request, headers, limits.redirects);
    forward({ wayTo: ways.wayTo, guard, limits, manner }, request, response, target.target, {}, () =>
      inFlight.end(network),
    );
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    // What breaks on the way out is told by "close".
    request.on("error", () => {});
    response.on("error", () => {});
    closeWithClient(request, response);
    try {
      pass(request, response);
    } catch (error) {
      failed("a function among the options", error, request, response);
    }
  }

  const server = httpsOptions === null ? createHttpServer(handle) : createHttpsServer(httpsOptions, handle);
  // NB: Beyond it Node leaves header lines out without a word; all that fit into a head are counted in the proxy.
  server.maxHeadersCount = 0;
  server.once("close", () => void ways.close());
  return server;
}

/** A function that whoever runs the server has given. */
function failed(what: string, error: unknown, request: IncomingMessage, response: ServerResponse): void {
  reportError(`${what} failed`, error);
  if (response.headersSent) response.destroy();
  else
    answer(request, response, {
      status: 500,
      text: "This proxy is not set up as it should be: who runs it has been told.",
    });
}
