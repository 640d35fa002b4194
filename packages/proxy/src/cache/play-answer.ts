import type { PlainHandler } from "../forward/unparsed.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";

/** An answer that is in memory. */
export interface Answer {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

/** Bytes that are passed on at once: who does not read is noticed between two of them. */
const step = 65_536;

/** Gives a handler an answer as a connection would, no faster than it reads. */
export function playAnswer({ status, headers, body }: Answer, handler: PlainHandler): void {
  let offset = 0;
  let isPaused = false;
  let reason: Error | null = null;
  let isOver = false;
  let isAdvancing = false;
  const controller = {
    rawHeaders: [...headers],
    get aborted() {
      return reason !== null;
    },
    get paused() {
      return isPaused;
    },
    get reason() {
      return reason;
    },
    abort(why: Error) {
      reason ??= why;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      advance();
    },
  };

  function canGoOn(): boolean {
    return !isPaused && reason === null;
  }

  function advance(): void {
    if (isAdvancing) return;
    isAdvancing = true;
    try {
      while (canGoOn() && offset < body.length) {
        offset += step;
        handler.onResponseData(controller, body.subarray(offset - step, offset));
      }
      if (!canGoOn() || isOver) return;
      isOver = true;
      handler.onResponseEnd(controller, {});
    } finally {
      isAdvancing = false;
    }
  }

  // As from a connection: not before whoever asked has gone on.
  queueMicrotask(() => {
    try {
      handler.onRequestStart(controller, {});
      if (reason !== null) return;
      handler.onResponseStart(controller, status, {});
      advance();
    } catch (error) {
      handler.onResponseError(controller, error as Error);
    }
  });
}
