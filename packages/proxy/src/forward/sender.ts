import type { Dispatcher } from "undici";
import { withoutParsing } from "./unparsed.ts";
import type { PlainHandler } from "./unparsed.ts";

/** Who is told of an answer. */
export interface AnswerHandler extends PlainHandler {
  /** The request is sent once more, for which a connection may have to be made: `onRequestStart` follows again. */
  readonly onRequestAgain?: () => void;
}

/** What sends requests: a pool of connections, or a cache before it. Of the options it gets just these, with headers in a list. */
export interface Sender {
  readonly dispatch: (
    options: Dispatcher.DispatchOptions & { readonly headers: string[] },
    handler: AnswerHandler,
  ) => void;
  /** Whether nobody keeps what a handler is given of a body. A cache does. */
  readonly keepsNothing?: boolean;
}

/** The connections themselves. */
export function poolSender(pool: Dispatcher): Sender {
  return { dispatch: (options, handler) => void pool.dispatch(options, withoutParsing(handler)), keepsNothing: true };
}
