import type { Header, ResponseType } from "concors/protocol";
import { contains, get, isNullBodyStatus, isOkStatus, isRedirectStatus } from "concors/protocol";
import type { BodyState } from "./body.ts";
import { Body, cloneBodyState, setBodyState, unreadBody } from "./body.ts";
import type { BodyInit } from "./body-content.ts";
import { extractBody } from "./body-content.ts";
import { byteString } from "./byte-string.ts";
import type { FilteredResponse } from "./engine/index.ts";
import type { HeadersGuard, HeadersInit } from "./headers.ts";
import { Headers, headersOver } from "./headers.ts";
import { showWith } from "./show-with.ts";

export interface ResponseInit {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: HeadersInit;
}

/** What a page knows of a response, its body aside. */
interface ResponseState {
  readonly type: ResponseType;
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headerList: Header[];
  readonly guard: HeadersGuard;
}

let createResponse: (state: ResponseState, body: BodyState | null) => Response;

/**
 * A page's Response: the status, the headers that the page may see, and the body.
 *
 * @see https://fetch.spec.whatwg.org/#response-class
 */
export class Response extends Body {
  #state: ResponseState;
  #headers: Headers | null = null;

  /**
   * @throws RangeError if the status is not one of 200 to 599
   * @throws TypeError if the status text is none, or the status takes no body
   */
  constructor(body: BodyInit | null = null, init: ResponseInit = {}) {
    super();
    this.#state = initialState(init);
    if (body === null) return;
    if (isNullBodyStatus(this.#state.status)) {
      throw new TypeError(`A response with status ${this.#state.status} cannot have a body.`);
    }
    const { content, type } = extractBody(body);
    setBodyState(this, unreadBody(content));
    if (type !== null && !contains(this.#state.headerList, "Content-Type")) {
      this.#state.headerList.push(["Content-Type", type]);
    }
  }

  static {
    createResponse = (state, body) => {
      const response = new Response();
      response.#state = state;
      setBodyState(response, body);
      return response;
    };
    showWith(this, ({ type, url, redirected, status, statusText, headers, bodyUsed }: Response) => {
      return { type, url, redirected, status, statusText, headers, bodyUsed };
    });
  }

  /** A network error. */
  static error(): Response {
    return createResponse({ ...noInformation, type: "error", guard: "immutable" }, null);
  }

  /** @throws TypeError if the data has no JSON */
  static json(data: unknown, init: ResponseInit = {}): Response {
    const text = JSON.stringify(data) as string | undefined;
    if (text === undefined) throw new TypeError("The value has no JSON.");
    const headers = new Headers(init.headers);
    if (!headers.has("Content-Type")) headers.set("Content-Type", "application/json");
    return new Response(text, { ...init, headers });
  }

  /**
   * @param url an absolute URL
   * @throws TypeError if it is not one
   * @throws RangeError if the status is not a redirect's
   */
  static redirect(url: string | URL, status = 302): Response {
    const location = new URL(url).href;
    if (!isRedirectStatus(status)) throw new RangeError(`${status} is not the status of a redirect.`);
    const headerList: Header[] = [["Location", location]];
    return createResponse({ ...noInformation, type: "default", status, headerList, guard: "immutable" }, null);
  }

  get type(): ResponseType {
    return this.#state.type;
  }

  /** The final URL, without its fragment; "" if the page may not know it. */
  get url(): string {
    return this.#state.url;
  }

  get redirected(): boolean {
    return this.#state.redirected;
  }

  /** 0 for an opaque response. */
  get status(): number {
    return this.#state.status;
  }

  /** Whether the status is one of 200 to 299. */
  get ok(): boolean {
    return isOkStatus(this.#state.status);
  }

  get statusText(): string {
    return this.#state.statusText;
  }

  get headers(): Headers {
    return (this.#headers ??= headersOver(this.#state.headerList, this.#state.guard));
  }

  /** @throws TypeError if the body was read from */
  clone(): Response {
    const state = this.#state;
    return createResponse({ ...state, headerList: [...state.headerList] }, cloneBodyState(this));
  }

  get [Symbol.toStringTag](): string {
    return "Response";
  }

  protected override contentType(): string | null {
    return get(this.#state.headerList, "Content-Type");
  }
}

const noInformation = { url: "", redirected: false, status: 0, statusText: "", headerList: [] as Header[] };

/** The Response that a fetch resolves with. */
export function responseOf(filtered: FilteredResponse, body: BodyState | null): Response {
  const { type, url, redirected, status, statusText } = filtered;
  // The guard keeps the list from being written to.
  const headerList = filtered.headerList as Header[];
  return createResponse({ type, url, redirected, status, statusText, headerList, guard: "immutable" }, body);
}

/** @see https://fetch.spec.whatwg.org/#initialize-a-response */
function initialState(init: ResponseInit): ResponseState {
  const { status = 200, statusText = "", headers } = init;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`${status} is not a status that a response can be made with: 200 to 599.`);
  }
  if (!isReasonPhrase(byteString(statusText)))
    throw new TypeError(`${JSON.stringify(statusText)} is not a status text.`);
  const headerList: Header[] = [];
  const state: ResponseState = { ...noInformation, type: "default", status, statusText, headerList, guard: "response" };
  if (headers !== undefined) {
    const filled = headersOver(headerList, "response");
    for (const [name, value] of new Headers(headers)) filled.append(name, value);
  }
  return state;
}

/** @see https://httpwg.org/specs/rfc9112.html#status.line */
function isReasonPhrase(text: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text);
}
