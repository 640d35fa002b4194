import type { Dispatcher } from "undici";

type Handler = Dispatcher.DispatchHandler;
type Controller = Dispatcher.DispatchController;

/** What a handler has to have here. No protocol is switched, and doNothing wants trailers. */
type PlainHandler = Required<
  Pick<Handler, "onRequestStart" | "onResponseStart" | "onResponseData" | "onResponseEnd" | "onResponseError">
>;

/** What headers and trailers are parsed as. */
const nothing = {};

const doNothing = (): void => {};

/**
 * A handler for which doNothing parses headers and trailers; those of the answer are in `rawHeaders` of its controller. undici
 * makes an object of them each time, which costs as much as all that is made of them here.
 *
 * AD-HOC: It stands on what undici 7 makes of each handler itself, and has deprecated for others. undici 8 is without it;
 * there, the handler can be passed as it is.
 */
export function withoutParsing(handler: PlainHandler): Handler {
  let controller: OwnController;
  return {
    onConnect(abort) {
      controller = new OwnController(abort);
      handler.onRequestStart(controller, null);
    },
    onHeaders(status, headers, resume) {
      controller.rawHeaders = headers;
      controller.read = resume;
      handler.onResponseStart(controller, status, nothing);
      return !controller.paused;
    },
    onData(chunk) {
      handler.onResponseData(controller, chunk);
      return !controller.paused;
    },
    onComplete() {
      handler.onResponseEnd(controller, nothing);
    },
    onError(error) {
      // NB: Nothing has started if the request could not be sent.
      handler.onResponseError(controller, error);
    },
  };
}

/** NB: A class, since an object with getters of its own, made for each request, costs more than is saved here. */
class OwnController implements Controller {
  rawHeaders: Buffer[] = [];
  /** Reads on. */
  read = doNothing;
  paused = false;
  aborted = false;
  reason: Error | null = null;
  readonly #abort: (reason?: Error) => void;

  constructor(abort: (reason?: Error) => void) {
    this.#abort = abort;
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.#abort(reason);
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
