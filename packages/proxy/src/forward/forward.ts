import type { IncomingMessage, ServerResponse } from "node:http";
import type { Dispatcher } from "undici";
import type { CheckedLimits } from "../options/checked-options.ts";
import type { Guard } from "../guard/guard.ts";
import { rawHeadersOf } from "../headers/raw-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import { redirectOf } from "../headers/response-headers.ts";
import type { ProblemCode } from "../problem.ts";
import type { Target } from "../target/target.ts";
import { createAlarm } from "./alarm.ts";
import { failureCode } from "./failure-code.ts";
import type { Manner } from "./manner.ts";
import { nextHop } from "./next-hop.ts";
import type { Hop } from "./next-hop.ts";
import { createUpload, hasBody } from "./upload.ts";

/** What sends requests: undici's pool, or a cache before it. Of the options it gets just these, with headers in a list. */
export interface Sender {
  readonly dispatch: (
    options: Dispatcher.DispatchOptions & { readonly headers: string[] },
    handler: Dispatcher.DispatchHandler,
  ) => unknown;
}

/** What all requests share. */
export interface Ways {
  readonly dispatcher: Sender;
  readonly guard: Guard;
  readonly limits: CheckedLimits;
  readonly manner: Manner;
}

/** How a request ended, or how far it has come. */
export interface Passage {
  readonly problem: ProblemCode | "answer-broken" | "client-left" | null;
  readonly redirects: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

type Controller = Dispatcher.DispatchController;

/** How much of a redirect's own body is read, so that its connection can be used again. */
const redirectBody = 16_384;

/**
 * Fetches a target for a client, and streams both ways. Whichever side leaves, the other is left as well.
 *
 * @param target that the guard does not refuse
 * @param more headers for the answer
 * @returns what has become of it so far
 */
export function forward(
  ways: Ways,
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  more: Readonly<Record<string, string>> = {},
): () => Passage {
  const { dispatcher, guard, limits, manner } = ways;
  const first: Hop = {
    target,
    method: request.method ?? "GET",
    headers: manner.requestHeaders(request),
    hasBody: hasBody(request),
  };
  const upload = first.hasBody ? createUpload(request, limits, fail) : null;
  const redirects: string[] = [];
  let problem: Passage["problem"] = null;
  let isOver = false;
  let isEventStream = false;
  /** Whether anything follows the head of the answer, if it was only its end. */
  let hasBegun = false;
  let responseBytes = 0;
  /** Hops that were answered with a redirect that is followed: what else becomes of them is of no interest. */
  const redirectsFrom = new Set<Hop>();
  /** Of the hop that is answered. */
  let controller: Controller | null = null;

  const total = createAlarm(limits.totalTimeout, () => fail("answer-late"));
  const idle = createAlarm(limits.idleTimeout, () => fail("answer-late"));
  idle.pause();

  response.on("drain", () => {
    awaitTarget();
    controller?.resume();
  });
  response.once("close", finish);
  dispatch(first, upload?.open() ?? null);

  function finish(): void {
    isOver = true;
    total.stop();
    idle.stop();
    upload?.stop();
    if (controller?.aborted === false) controller.abort(new Error("Nobody waits for it"));
    controller = null;
  }

  function fail(code: ProblemCode | "answer-broken", error?: Error): void {
    if (isOver) return;
    problem = code === "answer-broken" || !response.headersSent ? code : "answer-broken";
    if (response.headersSent || code === "answer-broken") {
      // The client has to see that something is missing.
      finish();
      response.destroy();
      return;
    }
    finish();
    manner.writeProblem(response, code, more, error);
  }

  function dispatch(hop: Hop, body: Dispatcher.DispatchOptions["body"], isRetry = false): void {
    const { target: to, method } = hop;
    const length = request.headers["content-length"];
    const headers =
      body !== null && body !== undefined && length !== undefined
        ? [...hop.headers, "Content-Length", length]
        : [...hop.headers];
    /** Whether this hop's answer is the client's. */
    let isAnswer = false;
    let ignored = 0;
    dispatcher.dispatch(
      { origin: to.origin, path: to.path, method, headers, body: body ?? null },
      {
        onRequestStart(started) {
          if (isOver) started.abort(new Error("Nobody waits for it"));
          else controller = started;
        },
        onResponseStart(started, status) {
          // 1xx: who asked is not told that there is more to come.
          if (isOver || status < 200) return;
          const raw = rawHeadersOf(started.rawHeaders as Buffer[]);
          if (raw.length > 2 * limits.headerCount) {
            fail("answer-headers-too-many");
            return;
          }
          const location = redirectOf(status, raw);
          if (location !== undefined && manner.follows(hop, status, location, redirects.length)) {
            void follow(hop, status, location);
            return;
          }
          isAnswer = true;
          writeHead(hop, status, raw);
        },
        onResponseData(started, chunk) {
          if (isAnswer) writeChunk(started, chunk);
          else if ((ignored += chunk.length) > redirectBody) started.abort(new Error("Redirects need no body"));
        },
        onResponseEnd() {
          if (isAnswer && !isOver) end();
        },
        onResponseError(_controller, error) {
          if (isOver || (redirectsFrom.has(hop) && !isAnswer)) return;
          if (isAnswer) fail("answer-broken");
          else if (canAskAgain(hop, error, isRetry)) dispatch(hop, null, true);
          else fail(failureCode(error), error);
        },
      },
    );
  }

  async function follow(hop: Hop, status: number, location: string): Promise<void> {
    redirectsFrom.add(hop);
    controller = null;
    if (redirects.length >= limits.redirects) {
      fail("redirects-too-many");
      return;
    }
    const next = nextHop(hop, status, location, guard);
    if (!next.ok) {
      fail(next.code);
      return;
    }
    redirects.push(next.redirect);
    if (!next.hop.hasBody || upload === null) {
      dispatch(next.hop, null);
      return;
    }
    const body = await upload.whole();
    if (body === null) fail("redirect-needs-body");
    else if (!isOver) dispatch(next.hop, body);
  }

  function writeHead(hop: Hop, status: number, raw: RawHeaders): void {
    const route = { requested: target.href, final: hop.target.href, redirects };
    const headers = manner.answerHeaders(status, raw, route);
    isEventStream = /^text\/event-stream(?:$|[\s;])/i.test(String(headers["content-type"]));
    awaitTarget();
    response.writeHead(status, { ...headers, ...more });
    // What is there of the body goes with the head; but it may be long in coming.
    queueMicrotask(() => {
      if (!hasBegun && !isOver) response.flushHeaders();
    });
  }

  function writeChunk(from: Controller, chunk: Buffer): void {
    if (isOver) return;
    responseBytes += chunk.length;
    if (limits.responseBytes !== null && responseBytes > limits.responseBytes) {
      fail("answer-body-too-large");
      return;
    }
    hasBegun = true;
    // NB: A response that somebody has wrapped may return nothing, and then never drains.
    const hasRoom: unknown = response.write(chunk);
    if (hasRoom === false) {
      from.pause();
      // Now it is the client who must not take too long.
      idle.postpone();
    } else {
      awaitTarget();
    }
  }

  /** Nothing has to come for a long time where each event is news. */
  function awaitTarget(): void {
    if (isEventStream) idle.pause();
    else idle.postpone();
  }

  function end(): void {
    hasBegun = true;
    controller = null;
    idle.stop();
    total.stop();
    response.end();
  }

  return () => ({ problem, redirects: redirects.length, requestBytes: upload?.bytes() ?? 0, responseBytes });
}

/** A server may close a connection while a request is on its way over it. What changes nothing is asked once more. */
function canAskAgain({ method, hasBody: isSent }: Hop, error: Error & { code?: unknown }, isRetry: boolean): boolean {
  const wasClosed = error.code === "UND_ERR_SOCKET" || error.code === "ECONNRESET" || error.code === "EPIPE";
  return !isRetry && !isSent && wasClosed && (method === "GET" || method === "HEAD" || method === "OPTIONS");
}
