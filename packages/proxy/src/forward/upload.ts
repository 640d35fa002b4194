import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { ProblemCode } from "../problem.ts";
import { createAlarm } from "./alarm.ts";
import { discardBody } from "./discard-body.ts";

/** A request's body on its way to a target. */
export interface Upload {
  /** The body for a connection, which may end early without harm to the client's. */
  readonly open: () => Readable;
  /** All of the body, to be sent a second time; null if it is too long for that, or if the client left. */
  readonly whole: () => Promise<Buffer | null>;
  /** Bytes that have come. */
  readonly bytes: () => number;
  /** Takes no more of it. */
  readonly stop: () => void;
}

export interface UploadLimits {
  readonly requestBytes: number | null;
  readonly idleTimeout: number | null;
}

/** So much of a body is kept, so that it can be sent where a redirect leads. */
const replayable = 65_536;

/** @param fail told why no more of the body is passed on */
export function createUpload(
  request: IncomingMessage,
  { requestBytes, idleTimeout }: UploadLimits,
  fail: (code: ProblemCode) => void,
): Upload {
  let bytes = 0;
  let kept: Buffer[] | null = [];
  let isStopped = false;
  let stream: Readable | null = null;
  let settle: (whole: Buffer | null) => void = () => {};
  const whole = new Promise<Buffer | null>((resolve) => (settle = resolve));
  const idle = createAlarm(idleTimeout, () => fail("request-body-idle"));
  idle.postpone();
  // Somebody has read it before, a parser of bodies for example: nothing more comes, and nobody would say so.
  if (request.readableEnded) queueMicrotask(() => fail("request-body-idle"));

  request.on("data", (chunk: Buffer) => {
    if (isStopped) return;
    bytes += chunk.length;
    idle.postpone();
    if (requestBytes !== null && bytes > requestBytes) {
      fail("request-body-too-large");
      return;
    }
    keep(chunk);
    // NB: The client's silence is none if it is us who do not read.
    if (stream?.push(chunk) === false) pause();
  });
  request.on("end", () => end(false));
  request.on("close", () => end(true));
  request.pause();

  function keep(chunk: Buffer): void {
    kept?.push(chunk);
    if (bytes <= replayable || kept === null) return;
    kept = null;
    settle(null);
  }

  function pause(): void {
    request.pause();
    idle.pause();
  }

  function resume(): void {
    if (isStopped) return;
    idle.postpone();
    request.resume();
  }

  function end(isEarly: boolean): void {
    idle.stop();
    settle(isEarly || kept === null ? null : Buffer.concat(kept));
    if (stream === null || stream.destroyed) return;
    if (!isEarly) stream.push(null);
    else if (!stream.readableEnded && !request.complete) stream.destroy(new Error("The client left"));
  }

  return {
    open() {
      stream = new Readable({ read: resume, destroy: (_error, callback) => callback(null) });
      return stream;
    },
    whole() {
      resume();
      return whole;
    },
    bytes: () => bytes,
    stop() {
      isStopped = true;
      kept = null;
      settle(null);
      idle.stop();
      discardBody(request);
    },
  };
}

/** Whether a request has a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
