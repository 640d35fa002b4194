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
import type { Passage } from "./passage.ts";
import { relay } from "./relay.ts";
import type { Relay } from "./relay.ts";
import type { Ways } from "./way.ts";

/** What all WebSockets share. */
export interface SocketWays extends Pick<Ways, "limits" | "manner"> {
  /** What makes connections to targets, which it gives up once they are WebSockets. */
  readonly dispatcher: Dispatcher;
  /** Those that it has given up. */
  readonly targetSockets: Set<Duplex>;
}

/**
 * Opens a WebSocket to a target for a client, and passes on what either side sends until one of them leaves. Redirects
 * are not followed, as no browser follows them here.
 *
 * @param socket the client's, which nobody else reads any more
 * @param response to answer on, as long as there is no WebSocket
 * @param target that the guard does not refuse
 * @param more headers for the answer
 * @param onLeft called once the client has left, or is answered, and no connection is made for it any more
 * @returns what has become of it so far
 * @see https://www.rfc-editor.org/rfc/rfc6455
 */
export function tunnel(
  { dispatcher, targetSockets, limits, manner }: SocketWays,
  request: IncomingMessage,
  socket: Duplex,
  response: ServerResponse,
  target: Target,
  more: Readonly<Record<string, string>> = {},
  onLeft: () => void = () => {},
): () => Passage {
  let problem: Passage["problem"] = null;
  let isOver = false;
  let controller: Dispatcher.DispatchController | null = null;
  let relayed: Relay | null = null;
  /** NB: A connection that is being made is made, or fails, although nobody wants it any more. */
  let isConnecting = false;
  let hasClosed = false;
  /** Of all heads together, those that say that there is more to come among them. */
  let lines = 0;
  const early = createEarlyBytes(socket, () => response.destroy());
  const total = createAlarm(limits.totalTimeout, () => {
    if (relayed === null) fail("answer-late");
    else relayed.breakOff("answer-late");
  });
  total.postpone();
  // NB: undici waits anew after each 1xx, and so for ever if they never end.
  const answered = createAlarm(limits.headersTimeout, () => fail("answer-late"));

  response.once("close", () => {
    hasClosed = true;
    finish();
    leave();
  });
  if (isHandshake(request.method ?? "", request.rawHeaders)) dispatch();
  else fail("handshake-malformed");

  function finish(): void {
    isOver = true;
    total.stop();
    answered.stop();
    early.stop();
    if (relayed === null && controller?.aborted === false) controller.abort(new Error("Nobody waits for it"));
    controller = null;
  }

  function leave(): void {
    if (hasClosed && !isConnecting) onLeft();
  }

  function connected(): void {
    if (!isConnecting) return;
    isConnecting = false;
    leave();
  }

  /** Whether there are too many header lines. */
  function isTooMuch(raw: RawHeaders): boolean {
    lines += raw.length / 2;
    return lines > limits.headerCount;
  }

  function fail(code: ProblemCode, error?: Error): void {
    if (isOver) return;
    problem = code;
    finish();
    manner.writeProblem(response, code, more, error);
  }

  function dispatch(): void {
    const headers = [...manner.requestHeaders(request), ...handshakeHeaders(request.rawHeaders)];
    isConnecting = true;
    dispatcher.dispatch(
      { origin: target.origin, path: target.path, method: "GET", headers, upgrade: "websocket" },
      {
        onRequestStart(started) {
          connected();
          if (isOver) {
            started.abort(new Error("Nobody waits for it"));
            return;
          }
          controller = started;
          answered.postpone();
        },
        onRequestUpgrade(started, status, _headers, targetSocket) {
          // undici listens to it no longer.
          targetSocket.on("error", () => {});
          const raw = rawHeadersOf(started.rawHeaders as Buffer[]);
          if (!isOver && status === 101 && isAccepted(request, raw) && !isTooMuch(raw)) {
            open(targetSocket, raw);
            return;
          }
          targetSocket.destroy();
          fail("web-socket-refused");
        },
        onResponseStart(started, status) {
          // 1xx: there is more to come.
          if (status >= 200) fail("web-socket-refused");
          else if (isTooMuch(rawHeadersOf(started.rawHeaders as Buffer[]))) fail("answer-headers-too-many");
        },
        onResponseError(_controller, error) {
          connected();
          fail(failureCode(error), error);
        },
      },
    );
  }

  function open(targetSocket: Duplex, raw: RawHeaders): void {
    answered.stop();
    targetSockets.add(targetSocket);
    targetSocket.once("close", () => targetSockets.delete(targetSocket));
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
