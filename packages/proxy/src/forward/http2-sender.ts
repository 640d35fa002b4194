import type { Dispatcher } from "undici";
import type { IdleSessions } from "./idle-sessions.ts";
import { poolSender } from "./sender.ts";
import type { Sender } from "./sender.ts";
import type { PlainHandler } from "./unparsed.ts";

/** Headers as HTTP/2 has them: names in lower case, so that two lines of one name are seen to be that. */
function http2Headers(headers: readonly string[]): string[] {
  const lower: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!.toLowerCase();
    // NB: They are gathered in an object, which has these two already.
    if (name !== "constructor" && name !== "__proto__") lower.push(name, headers[index + 1]!);
  }
  return lower;
}

/**
 * Sends requests over HTTP/2 where a target speaks it, and over HTTP/1.1 where it does not.
 *
 * @param agent for both
 * @param plain for HTTP/1.1 alone
 */
export function http2Sender(agent: Dispatcher, plain: Dispatcher, idle: IdleSessions): Sender {
  const sender = poolSender(agent);
  const plainSender = poolSender(plain);
  return {
    dispatch(options, handler) {
      const origin = String(options.origin);
      const { method, body } = options;
      // Over HTTP/2 a request of these methods ends with its head.
      if (body !== null && body !== undefined && (method === "GET" || method === "HEAD")) {
        plainSender.dispatch(options, handler);
        return;
      }
      let isOver = false;
      const end = (): void => {
        if (isOver) return;
        isOver = true;
        idle.end(origin);
      };
      idle.start(origin);
      sender.dispatch({ ...options, headers: http2Headers(options.headers) }, ending(handler, end));
    },
  };
}

/** A handler that says when nothing more is to come. */
function ending(handler: PlainHandler, end: () => void): PlainHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart(controller, context),
    onResponseStart: (controller, status, headers, message) =>
      handler.onResponseStart(controller, status, headers, message),
    onResponseData: (controller, chunk) => handler.onResponseData(controller, chunk),
    onResponseEnd(controller, trailers) {
      end();
      handler.onResponseEnd(controller, trailers);
    },
    onResponseError(controller, error) {
      end();
      handler.onResponseError(controller, error);
    },
  };
}
