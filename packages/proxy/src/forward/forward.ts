import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { firstValue, rawHeadersOf } from "../headers/raw-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import { redirectOf, withMore } from "../headers/response-headers.ts";
import type { ProblemCode } from "../problem.ts";
import type { Target } from "../target/target.ts";
import { createAlarm } from "./alarm.ts";
import type { Alarm } from "./alarm.ts";
import { endWith, writeOwn } from "./answer-writer.ts";
import { failureCode } from "./failure-code.ts";
import { canAskAgain, nextHop } from "./next-hop.ts";
import type { Hop } from "./next-hop.ts";
import type { Passage } from "./passage.ts";
import { createUpload, hasBody } from "./upload.ts";
import type { Way, Ways } from "./way.ts";

type Controller = Dispatcher.DispatchController;

/** How much of a redirect's own body is read, so that its connection can be used again. */
const redirectBody = 16_384;

/**
 * Fetches a target for a client, and streams both ways. Whichever side leaves, the other is left as well.
 *
 * @param target that the guard does not refuse
 * @param more headers for the answer
 * @param onLeft called once the client has left, or is answered, and no connection is made for it any more
 * @returns what has become of it so far
 */
export function forward(
  ways: Ways,
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  more: Readonly<Record<string, string>> = {},
  onLeft: () => void = () => {},
): () => Passage {
  const { wayTo, guard, limits, manner } = ways;
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
  /** Whether the head of the answer was written just now: what comes at the same time is written with it. */
  let isHead = false;
  /** The body's first part, as long as it may be all of it. */
  let kept: Buffer | null = null;
  /** Whether the body's parts are nobody else's. */
  let isOwn = false;
  let responseBytes = 0;
  /** Of the hop that is answered. */
  let controller: Controller | null = null;

  const total = createAlarm(limits.totalTimeout, () => fail("answer-late"));
  const idle = createAlarm(limits.idleTimeout, () => fail("answer-late"));
  total.postpone();
  /** There once a target has said that there is more to come. */
  let hinted: Alarm | null = null;
  /** Hops without a connection as yet. NB: One that is being made is made, or fails, although nobody wants it any more. */
  let connecting = 0;
  let hasClosed = false;

  response.on("close", () => {
    if (hasClosed) return;
    hasClosed = true;
    finish();
    leave();
  });
  dispatch(first, upload?.open() ?? null);

  function finish(): void {
    isOver = true;
    total.stop();
    idle.stop();
    hinted?.stop();
    upload?.stop();
    if (controller?.aborted === false) controller.abort(new Error("Nobody waits for it"));
    controller = null;
  }

  function leave(): void {
    if (hasClosed && connecting === 0) onLeft();
  }

  function fail(code: ProblemCode | "answer-broken", error?: Error): void {
    if (isOver) return;
    problem = code === "answer-broken" || !response.headersSent ? code : "answer-broken";
    finish();
    if (response.headersSent || code === "answer-broken") {
      // The client has to see that something is missing.
      response.destroy();
      // If it waits behind another answer, nothing but the end of the connection is the end of it.
      if (response.socket === null) request.socket.destroy();
      return;
    }
    manner.writeProblem(response, code, more, error);
  }

  function dispatch(hop: Hop, body: Readable | Buffer | null, isRetry = false): void {
    let way: Way;
    try {
      way = wayTo(hop.target);
    } catch (error) {
      fail("target-unreachable", error as Error);
      return;
    }
    const length = request.headers["content-length"];
    const headers = [...way.headers, ...hop.headers];
    if (body !== null && length !== undefined) headers.push("Content-Length", length);
    /** Whether this hop's answer is the client's. */
    let isAnswer = false;
    /** Whether it is a redirect that is followed: what else becomes of it is of no interest. */
    let isFollowed = false;
    /** Of all heads together, those that say that there is more to come among them. */
    let lines = 0;
    let ignored = 0;
    let isConnecting = false;

    function connect(): void {
      if (isConnecting) return;
      isConnecting = true;
      connecting += 1;
    }

    function connected(): void {
      if (!isConnecting) return;
      isConnecting = false;
      connecting -= 1;
      leave();
    }

    connect();
    way.sender.dispatch(
      { origin: way.origin, path: way.path, method: hop.method, headers, body },
      {
        onRequestAgain: connect,
        onRequestStart(started) {
          connected();
          if (isOver) started.abort(new Error("Nobody waits for it"));
          else controller = started;
        },
        onResponseStart(started, status) {
          if (isOver) return;
          const raw = rawHeadersOf(started.rawHeaders as Buffer[]);
          lines += raw.length / 2;
          if (lines > limits.headerCount) {
            fail("answer-headers-too-many");
            return;
          }
          if (status < 200) {
            awaitAnswer();
            return;
          }
          hinted?.pause();
          const location = redirectOf(status, raw);
          if (location !== undefined && manner.follows(hop, status, location, redirects.length)) {
            isFollowed = true;
            void follow(hop, status, location);
            return;
          }
          isAnswer = true;
          isOwn = way.sender.keepsNothing === true;
          writeHead(hop, status, raw);
        },
        onResponseData(started, chunk) {
          if (isAnswer) writeChunk(chunk);
          else if ((ignored += chunk.length) > redirectBody) started.abort(new Error("Redirects need no body"));
        },
        onResponseEnd() {
          if (isAnswer && !isOver) end();
        },
        onResponseError(_controller, error) {
          connected();
          if (isOver || isFollowed) return;
          if (isAnswer) fail("answer-broken");
          else if (canAskAgain(hop, error, isRetry)) dispatch(hop, null, true);
          else fail(failureCode(error), error);
        },
      },
    );
  }

  /** 1xx: who asked is not told of it. NB: undici waits anew after each, and so for ever if they never end. */
  function awaitAnswer(): void {
    if (hinted !== null) return;
    hinted = createAlarm(limits.headersTimeout, () => fail("answer-late"));
    hinted.postpone();
  }

  async function follow(hop: Hop, status: number, location: string): Promise<void> {
    controller = null;
    if (redirects.length >= limits.redirects) {
      fail("redirects-too-many");
      return;
    }
    const next = nextHop(hop, location, guard, { status, method: manner.methodAfter(hop, status) });
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
    isEventStream = /^text\/event-stream(?:$|[\s;])/i.test(firstValue(headers, "content-type") ?? "");
    response.writeHead(status, withMore(headers, more));
    isHead = true;
    // What is there of the body goes with the head; but it may be long in coming.
    void Promise.resolve().then(awaitBody);
  }

  function awaitBody(): void {
    isHead = false;
    if (isOver || response.writableEnded) return;
    if (kept !== null) writeKept();
    else if (responseBytes === 0) response.flushHeaders();
    // NB: If there was more than the client took at once, it is the client who is waited for.
    if (!response.writableNeedDrain) awaitTarget();
  }

  function writeChunk(chunk: Buffer): void {
    if (isOver) return;
    responseBytes += chunk.length;
    if (limits.responseBytes !== null && responseBytes > limits.responseBytes) {
      fail("answer-body-too-large");
      return;
    }
    if (isHead && kept === null) {
      kept = chunk;
      return;
    }
    if (kept !== null) writeKept();
    write(chunk);
  }

  function writeKept(): void {
    const chunk = kept!;
    kept = null;
    write(chunk);
  }

  function write(chunk: Buffer): void {
    // NB: A response that somebody has wrapped may return nothing, and then never drains.
    const hasRoom: unknown = isOwn ? writeOwn(response, chunk) : response.write(chunk);
    if (hasRoom === false) {
      controller?.pause();
      response.once("drain", readOn);
      // Now it is the client who must not take too long.
      idle.postpone();
    } else {
      idle.renew();
    }
  }

  function readOn(): void {
    awaitTarget();
    controller?.resume();
  }

  /** Nothing has to come for a long time where each event is news. */
  function awaitTarget(): void {
    if (isEventStream) idle.pause();
    else idle.postpone();
  }

  function end(): void {
    controller = null;
    idle.pause();
    endWith(response, kept);
    kept = null;
    // What is left of it is for the client to take, in as much time as for the rest.
    if (response.writableLength > 0) idle.postpone();
  }

  return () => ({ problem, redirects: redirects.length, requestBytes: upload?.bytes() ?? 0, responseBytes });
}
