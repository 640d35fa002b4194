import type { Dispatcher } from "undici";
import { withoutParsing } from "./unparsed.ts";
import type { PlainHandler } from "./unparsed.ts";

/** What sends requests: a pool of connections, or a cache before it. Of the options it gets just these, with headers in a list. */
export interface Sender {
  readonly dispatch: (
    options: Dispatcher.DispatchOptions & { readonly headers: string[] },
    handler: PlainHandler,
  ) => void;
}

/** The connections themselves. */
export function poolSender(pool: Dispatcher): Sender {
  return { dispatch: (options, handler) => void pool.dispatch(options, withoutParsing(handler)) };
}
