import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Dispatcher } from "undici";
import { firstValue, rawHeadersOf } from "../headers/raw-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import { handshakeHeaders, isHandshake, switchHeaders } from "../headers/web-socket-headers.ts";
import type { ProblemCode } from "../problem.ts";
import type { Target } from "../target/target.ts";
import { createAlarm } from "./alarm.ts";
import { createEarlyBytes } from "./early-bytes.ts";
import { failureCode } from "./failure-code.ts";
import type { Passage, Ways } from "./forward.ts";
import { relay } from "./relay.ts";
import type { Relay } from "./relay.ts";

/**
 * Opens a WebSocket to a target for a client, and passes on what either side sends until one of them leaves. Redirects
 * are not followed, as no browser follows them here.
 *
 * @param socket the client's, which nobody else reads any more
 * @param response to answer on, as long as there is no WebSocket
 * @param target that the guard does not refuse
 * @param more headers for the answer
 * @returns what has become of it so far
 * @see https://www.rfc-editor.org/rfc/rfc6455
 */
export function tunnel(
  { dispatcher, limits, manner }: Ways,
  request: IncomingMessage,
  socket: Duplex,
  response: ServerResponse,
  target: Target,
  more: Readonly<Record<string, string>> = {},
): () => Passage {
  let problem: Passage["problem"] = null;
  let isOver = false;
  let controller: Dispatcher.DispatchController | null = null;
  let relayed: Relay | null = null;
  const early = createEarlyBytes(socket, () => response.destroy());
  const total = createAlarm(limits.totalTimeout, () => {
    if (relayed === null) fail("answer-late");
    else relayed.breakOff("answer-late");
  });

  response.once("close", finish);
  if (isHandshake(request.method ?? "", request.rawHeaders)) dispatch();
  else fail("handshake-malformed");

  function finish(): void {
    isOver = true;
    total.stop();
    early.stop();
    if (relayed === null && controller?.aborted === false) controller.abort(new Error("Nobody waits for it"));
    controller = null;
  }

  function fail(code: ProblemCode, error?: Error): void {
    if (isOver) return;
    problem = code;
    finish();
    manner.writeProblem(response, code, more, error);
  }

  function dispatch(): void {
    const headers = [...manner.requestHeaders(request), ...handshakeHeaders(request.rawHeaders)];
    dispatcher.dispatch(
      { origin: target.origin, path: target.path, method: "GET", headers, upgrade: "websocket" },
      {
        onRequestStart(started) {
          if (isOver) started.abort(new Error("Nobody waits for it"));
          else controller = started;
        },
        onRequestUpgrade(started, status, _headers, targetSocket) {
          // undici listens to it no longer.
          targetSocket.on("error", () => {});
          const raw = rawHeadersOf(started.rawHeaders as Buffer[]);
          if (!isOver && status === 101 && isAccepted(request, raw) && raw.length <= 2 * limits.headerCount) {
            open(targetSocket, raw);
            return;
          }
          targetSocket.destroy();
          fail("web-socket-refused");
        },
        onResponseStart(_started, status) {
          // 1xx: there is more to come.
          if (status >= 200) fail("web-socket-refused");
        },
        onResponseError(_controller, error) {
          fail(failureCode(error), error);
        },
      },
    );
  }

  function open(targetSocket: Duplex, raw: RawHeaders): void {
    response.writeHead(101, { ...switchHeaders(raw), ...more });
    response.flushHeaders();
    early.giveBack();
    relayed = relay(socket as Socket, targetSocket as Socket, limits.idleTimeout, (ending) => (problem = ending));
  }

  return () => ({
    problem,
    redirects: 0,
    requestBytes: relayed?.bytesToTarget() ?? 0,
    responseBytes: relayed?.bytesToClient() ?? 0,
  });
}

/**
 * Whether a target has agreed to a WebSocket, and not to something else that a client could speak with it through here.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-4.1
 */
function isAccepted(request: IncomingMessage, headers: RawHeaders): boolean {
  const key = request.headers["sec-websocket-key"] ?? "";
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  return (
    firstValue(headers, "upgrade")?.toLowerCase() === "websocket" &&
    firstValue(headers, "sec-websocket-accept") === accept
  );
}
