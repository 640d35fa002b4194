import type { CredentialsMode, RedirectMode, ReferrerPolicy, RequestMode } from "concors/protocol";
import { get } from "concors/protocol";
import { Body, bodyStateOf, cloneBodyState, isUnusable, setBodyState, unreadBody } from "./body.ts";
import type { BodyContent } from "./body-content.ts";
import type { CacheMode, Client, FetchRequest } from "./engine/index.ts";
import { createPageRequest } from "./engine/index.ts";
import type { Headers } from "./headers.ts";
import { headersOver } from "./headers.ts";
import type { RequestInit } from "./request-init.ts";
import type { RequestParts } from "./request-parts.ts";
import { bodyOfInit, partsOfInit, partsOfRequest, urlOf } from "./request-parts.ts";

/** The parts of a Request that its script sees and the fetch algorithm does not. */
interface Attributes {
  readonly signal: AbortSignal | null;
  readonly referrerPolicy: ReferrerPolicy;
}

/** A request for the fetch algorithm, and what can stop it. */
export interface PreparedFetch {
  readonly request: FetchRequest;
  readonly signal: AbortSignal | null;
}

/**
 * Takes a Request's body, and makes of the Request what the fetch algorithm may change.
 *
 * @throws TypeError if the body was read from
 */
export let prepareFetch: (request: Request) => PreparedFetch;

/**
 * A page's Request; a script makes one with `new page.Request(input, init)`.
 *
 * @see https://fetch.spec.whatwg.org/#request-class
 */
export class Request extends Body {
  readonly #request: FetchRequest;
  readonly #attributes: Attributes;
  #headers: Headers | null = null;
  #signal: AbortSignal | null = null;

  /** @throws TypeError if no page can make such a request */
  constructor(client: Client, input: string | URL | Request, init: RequestInit = {}) {
    super();
    const from = input instanceof Request ? input : null;
    const parts = from === null ? {} : from.#partsFor(init);
    Object.assign(parts, partsOfInit(client, init));
    const own = bodyOfInit(init);
    const body = own ?? (from === null ? null : from.#bodyToTake());
    checkCombination(parts, body);
    if (body !== null) {
      parts.body = body;
      setBodyState(this, unreadBody(body.content as BodyContent));
    }
    this.#request = createPageRequest(client, from === null ? urlOf(client, input as string | URL) : from.#url, parts);
    this.#attributes = {
      signal: init.signal === undefined ? (from === null ? null : from.#attributes.signal) : checkedSignal(init.signal),
      referrerPolicy: init.referrerPolicy ?? from?.referrerPolicy ?? "",
    };
    // Only now: a request that cannot be made takes nothing.
    if (own === null && body !== null) from!.#markTaken();
  }

  static {
    prepareFetch = (page) => {
      const asked = page.#request;
      const state = bodyStateOf(page);
      const { headerList, urlList, originList } = asked;
      const request = { ...asked, headerList: [...headerList], urlList: [...urlList], originList: [...originList] };
      if (state !== null && asked.body !== null) {
        if (isUnusable(state)) throw new TypeError("The body of the request was read already, or is being read.");
        // A clone may have split the stream meanwhile.
        request.body = { ...asked.body, content: state.content };
        state.isUsed = true;
      }
      return { request, signal: page.#attributes.signal };
    };
  }

  get method(): string {
    return this.#request.method;
  }

  get url(): string {
    return this.#url.href;
  }

  /** What the page sets. What it may not set is ignored. */
  get headers(): Headers {
    const guard = this.mode === "no-cors" ? "request-no-cors" : "request";
    return (this.#headers ??= headersOver(this.#request.headerList, guard));
  }

  /** Always "": it is a script that fetches. */
  get destination(): "" {
    return "";
  }

  get referrer(): string {
    return this.#request.referrer;
  }

  get referrerPolicy(): ReferrerPolicy {
    return this.#attributes.referrerPolicy;
  }

  get mode(): RequestMode {
    return this.#request.mode;
  }

  get credentials(): CredentialsMode {
    return this.#request.credentialsMode;
  }

  get cache(): CacheMode {
    return this.#request.cacheMode;
  }

  get redirect(): RedirectMode {
    return this.#request.redirectMode;
  }

  get keepalive(): boolean {
    return this.#request.keepalive;
  }

  get signal(): AbortSignal {
    return (this.#signal ??= this.#attributes.signal ?? new AbortController().signal);
  }

  get duplex(): "half" {
    return "half";
  }

  /** @throws TypeError if the body was read from */
  clone(): Request {
    const theirs = cloneBodyState(this);
    const ours = bodyStateOf(this);
    // A Request made of another takes its body away; this one keeps its own.
    setBodyState(this, null);
    const clone = new Request(this.#request.client, this);
    setBodyState(this, ours);
    setBodyState(clone, theirs);
    clone.#request.body = this.#request.body;
    return clone;
  }

  get [Symbol.toStringTag](): string {
    return "Request";
  }

  get #url(): URL {
    return this.#request.urlList[0]!;
  }

  #partsFor(init: RequestInit): RequestParts {
    const { referrer, referrerPolicy, ...parts } = partsOfRequest(this.#request);
    // Whoever changes a request answers for it: it no longer names who made it.
    return Object.keys(init).length > 0 ? parts : { ...parts, referrer: referrer!, referrerPolicy: referrerPolicy! };
  }

  #bodyToTake(): TypedRequestBody | null {
    const state = bodyStateOf(this);
    const { body } = this.#request;
    if (state === null || body === null) return null;
    if (isUnusable(state)) throw new TypeError("The body of the request was read already, or is being read.");
    return { ...body, content: state.content, type: null };
  }

  #markTaken(): void {
    setBodyState(this, { ...bodyStateOf(this)!, isUsed: true });
  }

  protected override contentType(): string | null {
    return get(this.#request.headerList, "Content-Type");
  }
}

type TypedRequestBody = NonNullable<RequestParts["body"]>;

function checkCombination(parts: RequestParts, body: TypedRequestBody | null): void {
  if (parts.cache === "only-if-cached" && parts.mode !== "same-origin") {
    throw new TypeError('The cache mode "only-if-cached" needs the mode "same-origin".');
  }
  if (body !== null && !body.hasSource && parts.mode === "no-cors") {
    throw new TypeError('A stream cannot be sent in "no-cors" mode.');
  }
}

function checkedSignal(signal: AbortSignal | null): AbortSignal | null {
  if (signal === null || (typeof signal === "object" && typeof signal.addEventListener === "function")) return signal;
  throw new TypeError("signal is not an AbortSignal.");
}
