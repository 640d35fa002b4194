import type { Dispatcher } from "undici";

type Handler = Dispatcher.DispatchHandler;
type Controller = Dispatcher.DispatchController;

/** What a handler has to have here. Header lines are in `rawHeaders` of the controller; no protocol is switched. */
export type PlainHandler = Required<
  Pick<Handler, "onRequestStart" | "onResponseStart" | "onResponseData" | "onResponseEnd" | "onResponseError">
>;

/** What headers and trailers are parsed as. */
const nothing = {};

const doNothing = (): void => {};

/**
 * A handler for which undici does not parse headers and trailers; those of the answer are in `rawHeaders` of its controller.
 * undici makes an object of them each time, which costs as much as all that is made of them here.
 *
 * AD-HOC: It stands on what undici 7 makes of each handler itself, and has deprecated for others. undici 8 is without it;
 * there, the handler can be passed as it is.
 */
export function withoutParsing(handler: PlainHandler): Handler {
  return new Unparsed(handler);
}

/** NB: A class, and both in one: functions of their own for each request cost more than is saved here. */
class Unparsed implements Controller {
  rawHeaders: Buffer[] = [];
  paused = false;
  aborted = false;
  reason: Error | null = null;
  private readonly handler: PlainHandler;
  private break: (reason?: Error) => void = doNothing;
  /** Reads on. */
  private read = doNothing;

  constructor(handler: PlainHandler) {
    this.handler = handler;
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.break = abort;
    this.paused = false;
    this.aborted = false;
    this.reason = null;
    this.handler.onRequestStart(this, null);
  }

  onHeaders(status: number, headers: Buffer[], resume: () => void): boolean {
    this.rawHeaders = headers;
    this.read = resume;
    this.handler.onResponseStart(this, status, nothing);
    return !this.paused;
  }

  onData(chunk: Buffer): boolean {
    this.handler.onResponseData(this, chunk);
    return !this.paused;
  }

  onComplete(): void {
    this.handler.onResponseEnd(this, nothing);
  }

  onError(error: Error): void {
    // NB: Nothing has started if the request could not be sent.
    this.handler.onResponseError(this, error);
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.break(reason);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.read();
  }
}
