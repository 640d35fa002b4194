import { get, parseMimeType } from "concors/protocol";
import type { BodyInit } from "../body-content.ts";
import type { FilteredResponse } from "../engine/index.ts";
import type { PageContext } from "../page-context.ts";
import type { EventHandler } from "./event-handlers.ts";
import { allResponseHeaders } from "./response-headers.ts";
import type { ResponseMimeTypes, XMLHttpRequestResponseType } from "./response-value.ts";
import { isResponseType, responseObject, responseText } from "./response-value.ts";
import { expectedLength, Transfer } from "./transfer.ts";
import type { OpenedRequest } from "./xhr-request.ts";
import { openRequest, sendRequest, setRequestHeader } from "./xhr-request.ts";
import { fireProgressEvent, XMLHttpRequestEventTarget } from "./xml-http-request-event-target.ts";
import { XMLHttpRequestUpload } from "./xml-http-request-upload.ts";

const states = { UNSENT: 0, OPENED: 1, HEADERS_RECEIVED: 2, LOADING: 3, DONE: 4 } as const;

/** @see https://xhr.spec.whatwg.org/#concept-xmlhttprequest-state */
type ReadyState = (typeof states)[keyof typeof states];

/** How often a script is told of progress at most, in milliseconds. */
const progressInterval = 50;

/** The upload's side of a `send()`. */
interface UploadState {
  /** Of the request's body, in bytes; 0 when it is not known. */
  readonly length: number;
  /** The standard's upload listener flag. */
  readonly isListenedTo: boolean;
  /** The standard's upload complete flag. */
  isComplete: boolean;
}

/**
 * A page's XMLHttpRequest. Asynchronous only, and without documents: Node can neither wait nor parse HTML.
 *
 * @see https://xhr.spec.whatwg.org/#interface-xmlhttprequest
 */
export class XMLHttpRequest extends XMLHttpRequestEventTarget {
  static readonly UNSENT = 0;
  static readonly OPENED = 1;
  static readonly HEADERS_RECEIVED = 2;
  static readonly LOADING = 3;
  static readonly DONE = 4;
  readonly UNSENT = 0;
  readonly OPENED = 1;
  readonly HEADERS_RECEIVED = 2;
  readonly LOADING = 3;
  readonly DONE = 4;
  readonly upload: XMLHttpRequestUpload = new XMLHttpRequestUpload();
  readonly #context: PageContext;
  #state: ReadyState = states.UNSENT;
  #opened: OpenedRequest | null = null;
  #transfer: Transfer | null = null;
  #upload: UploadState = { length: 0, isListenedTo: false, isComplete: true };
  #response: FilteredResponse | null = null;
  #chunks: Uint8Array[] = [];
  #loaded = 0;
  #toldAt = 0;
  #responseObject: { readonly value: unknown } | null = null;
  #timeout = 0;
  #withCredentials = false;
  #responseType: XMLHttpRequestResponseType = "";
  #overrideMimeType: string | null = null;

  constructor(context: PageContext) {
    super();
    this.#context = context;
  }

  get onreadystatechange(): EventHandler {
    return this.handlerOf("readystatechange");
  }
  set onreadystatechange(handler: EventHandler) {
    this.setHandler("readystatechange", handler);
  }

  get readyState(): ReadyState {
    return this.#state;
  }

  /** Milliseconds; 0 for none. */
  get timeout(): number {
    return this.#timeout;
  }
  set timeout(timeout: number) {
    this.#timeout = Math.max(0, Math.trunc(timeout) || 0);
    this.#transfer?.setTimeout(this.#timeout);
  }

  get withCredentials(): boolean {
    return this.#withCredentials;
  }
  set withCredentials(withCredentials: boolean) {
    this.#assert(
      this.#state <= states.OPENED && this.#transfer === null,
      "withCredentials cannot change once it is sent.",
    );
    this.#withCredentials = withCredentials;
  }

  get responseType(): XMLHttpRequestResponseType {
    return this.#responseType;
  }
  set responseType(responseType: XMLHttpRequestResponseType) {
    this.#assert(this.#state < states.LOADING, "responseType cannot change once the response is being read.");
    if (isResponseType(responseType)) this.#responseType = responseType;
  }

  /**
   * @throws DOMException "SyntaxError" or "SecurityError" if no page can make the request; "InvalidAccessError" if it is
   * to be synchronous
   */
  open(method: string, url: string | URL, isAsync = true): void {
    const opened = openRequest(this.#context.client, method, url);
    if (!isAsync) {
      throw new DOMException("A synchronous XMLHttpRequest is not supported: Node cannot wait.", "InvalidAccessError");
    }
    this.#transfer?.stop();
    this.#transfer = null;
    this.#forgetResponse();
    this.#opened = opened;
    if (this.#state !== states.OPENED) this.#changeState(states.OPENED);
  }

  /** Combines the value with one that is there; ignores headers that a page may not set. */
  setRequestHeader(name: string, value: string): void {
    this.#assertOpened();
    setRequestHeader(this.#opened!.headerList, name, value);
  }

  send(body: BodyInit | null = null): void {
    this.#assertOpened();
    const isListenedTo = this.upload.hasListeners;
    const flags = { withCredentials: this.#withCredentials, useCorsPreflight: isListenedTo };
    const request = sendRequest(this.#context.client, this.#opened!, body, flags);
    this.#upload = { length: request.body?.length ?? 0, isListenedTo, isComplete: request.body === null };

    const transfer = new Transfer(this.#context, request, {
      receivedHeaders: (response) => this.#receiveHeaders(response),
      receivedChunk: (chunk) => this.#receiveChunk(chunk),
      receivedAll: () => this.#receiveAll(),
      failed: (reason) => this.#fail(reason),
    });
    this.#transfer = transfer;
    fireProgressEvent(this, "loadstart", 0, 0);
    if (!this.#upload.isComplete && isListenedTo) fireProgressEvent(this.upload, "loadstart", 0, this.#upload.length);
    // A listener may have opened it anew.
    if (this.#transfer === transfer) transfer.setTimeout(this.#timeout);
  }

  abort(): void {
    this.#transfer?.stop();
    const isUnderWay = this.#transfer !== null && this.#state !== states.DONE;
    if (isUnderWay) this.#fail("abort");
    if (this.#state !== states.DONE) return;
    this.#state = states.UNSENT;
    this.#forgetResponse();
  }

  get responseURL(): string {
    return this.#response?.url ?? "";
  }

  /** 0 before there is a response, and when there is none. */
  get status(): number {
    return this.#response?.status ?? 0;
  }

  get statusText(): string {
    return this.#response?.statusText ?? "";
  }

  /** null if there is no such header that the page may see. */
  getResponseHeader(name: string): string | null {
    return this.#response === null ? null : get(this.#response.headerList, name);
  }

  /** The headers that the page may see, a line each, sorted, names in lower case. */
  getAllResponseHeaders(): string {
    return this.#response === null ? "" : allResponseHeaders(this.#response.headerList);
  }

  overrideMimeType(mimeType: string): void {
    this.#assert(this.#state < states.LOADING, "The MIME type cannot change once the response is being read.");
    this.#overrideMimeType = parseMimeType(mimeType) === null ? "application/octet-stream" : mimeType;
  }

  /** The response in the type that `responseType` asks for; null until it is whole, but for text. */
  get response(): unknown {
    if (this.#responseType === "" || this.#responseType === "text") return this.responseText;
    if (this.#state !== states.DONE || this.#response === null) return null;
    this.#responseObject ??= {
      value: responseObject(this.#responseType, Buffer.concat(this.#chunks), this.#mimeTypes),
    };
    return this.#responseObject.value;
  }

  /** The text so far. */
  get responseText(): string {
    const isText = this.#responseType === "" || this.#responseType === "text";
    this.#assert(isText, `There is no responseText with a responseType of "${this.#responseType}".`);
    return this.#state < states.LOADING ? "" : responseText(Buffer.concat(this.#chunks), this.#mimeTypes);
  }

  /** Always null: Node has no DOM. */
  get responseXML(): null {
    return null;
  }

  get [Symbol.toStringTag](): string {
    return "XMLHttpRequest";
  }

  #receiveHeaders(response: FilteredResponse): void {
    this.#completeUpload();
    if (this.#transfer === null) return;
    this.#response = response;
    this.#changeState(states.HEADERS_RECEIVED);
  }

  #receiveChunk(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#loaded += chunk.byteLength;
    const now = performance.now();
    if (this.#state === states.LOADING && now - this.#toldAt < progressInterval) return;
    this.#toldAt = now;
    // NB: The standard fires readystatechange each time, although the state may be the same.
    this.#changeState(states.LOADING);
    this.#fire("progress");
  }

  #receiveAll(): void {
    this.#fire("progress");
    this.#transfer = null;
    this.#changeState(states.DONE);
    if (this.#state !== states.DONE) return;
    this.#fire("load");
    this.#fire("loadend");
  }

  #completeUpload(): void {
    const { length, isListenedTo, isComplete } = this.#upload;
    if (isComplete) return;
    this.#upload.isComplete = true;
    if (!isListenedTo) return;
    for (const type of ["progress", "load", "loadend"]) fireProgressEvent(this.upload, type, length, length);
  }

  /** @see https://xhr.spec.whatwg.org/#request-error-steps */
  #fail(event: "abort" | "error" | "timeout"): void {
    this.#transfer = null;
    this.#forgetResponse();
    this.#changeState(states.DONE);
    if (!this.#upload.isComplete) {
      this.#upload.isComplete = true;
      if (this.#upload.isListenedTo) {
        fireProgressEvent(this.upload, event, 0, 0);
        fireProgressEvent(this.upload, "loadend", 0, 0);
      }
    }
    fireProgressEvent(this, event, 0, 0);
    fireProgressEvent(this, "loadend", 0, 0);
  }

  #forgetResponse(): void {
    this.#response = null;
    this.#chunks = [];
    this.#loaded = 0;
    this.#responseObject = null;
  }

  #changeState(state: ReadyState): void {
    this.#state = state;
    this.dispatchEvent(new Event("readystatechange"));
  }

  #fire(type: string): void {
    if (this.#response !== null) fireProgressEvent(this, type, this.#loaded, expectedLength(this.#response));
  }

  get #mimeTypes(): ResponseMimeTypes {
    const header = this.#response === null ? null : get(this.#response.headerList, "Content-Type");
    return { header, override: this.#overrideMimeType };
  }

  #assertOpened(): void {
    this.#assert(this.#state === states.OPENED && this.#transfer === null, "It is not open, or was sent already.");
  }

  #assert(condition: boolean, sentence: string): asserts condition {
    if (!condition) throw new DOMException(sentence, "InvalidStateError");
  }
}
