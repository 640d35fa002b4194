import type { Initiator } from "./engine/index.ts";
import { Headers } from "./headers.ts";
import type { PageContext } from "./page-context.ts";
import type { TracedFetch } from "./page-fetch.ts";
import { pageFetch, pageTrace } from "./page-fetch.ts";
import { Request } from "./request.ts";
import type { RequestInit } from "./request-init.ts";
import type { RequestInput } from "./request-input.ts";
import { Response } from "./response.ts";
import { XMLHttpRequest } from "./xhr/xml-http-request.ts";

/** A Request as a page makes it: `new page.Request(input, init)`. */
export type RequestConstructor = new (input: string | URL | Request, init?: RequestInit) => Request;

/** An XMLHttpRequest as a page makes it: `new page.XMLHttpRequest()`. */
export type XMLHttpRequestConstructor = (new () => XMLHttpRequest) &
  Readonly<Record<"UNSENT" | "OPENED" | "HEADERS_RECEIVED" | "LOADING" | "DONE", number>>;

/**
 * A page: what its scripts fetch with. Every member is bound to the page, so code under test needs no more than
 * `globalThis.fetch = page.fetch`.
 */
export class Page {
  /** Its address. */
  readonly url: string;
  /** Its serialized origin: "null" if it is sandboxed. */
  readonly origin: string;

  /**
   * Fetches as a script of this page does. A relative URL is resolved against the page's own.
   *
   * Rejects with a TypeError that says no more than the engine's own for a network error, and has the reason as its
   * `cause`; with the signal's reason if it aborts; with a TypeError if the arguments make no request.
   */
  readonly fetch: (input: RequestInput, init?: RequestInit) => Promise<Response>;

  /**
   * Fetches, and tells all: each exchange on the wire, each check, and the outcome. Never rejects: a network error, an
   * abort, and arguments that make no request (`invalid-request`) are in the trace.
   *
   * `initiator` is what asks; it decides what type of answer it takes. The mode and the credentials are `init`'s.
   */
  readonly trace: (input: RequestInput, init?: RequestInit, initiator?: Initiator) => Promise<TracedFetch>;

  readonly Headers: typeof Headers = Headers;
  readonly Request: RequestConstructor;
  readonly Response: typeof Response = Response;
  readonly XMLHttpRequest: XMLHttpRequestConstructor;

  constructor(context: PageContext) {
    const { client } = context;
    this.url = client.url.href;
    this.origin = client.serializedOrigin;
    this.fetch = (input, init) => pageFetch(context, input, init);
    this.trace = (input, init, initiator) => pageTrace(context, input, init, initiator);
    // Proxies, and no subclasses: a Request of one page is an instance of every other's.
    this.Request = new Proxy(Request, {
      construct: (target, [input, init]: [string, RequestInit?]) => new target(client, input, init),
    }) as unknown as RequestConstructor;
    this.XMLHttpRequest = new Proxy(XMLHttpRequest, {
      construct: (target) => new target(context),
    }) as unknown as XMLHttpRequestConstructor;
  }
}
