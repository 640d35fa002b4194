import { XMLHttpRequestEventTarget } from "./xml-http-request-event-target.ts";

type Listener = Parameters<EventTarget["addEventListener"]>[1];

/** What tells of a request's body. Whoever listens to it forces a preflight. @see https://xhr.spec.whatwg.org/#xmlhttprequestupload */
export class XMLHttpRequestUpload extends XMLHttpRequestEventTarget {
  readonly #listeners: Map<string, Set<Listener>> = new Map();

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    super.addEventListener(...args);
    const [type, listener] = args;
    const listeners = this.#listeners.get(type);
    if (listeners === undefined) this.#listeners.set(type, new Set([listener]));
    else listeners.add(listener);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    super.removeEventListener(...args);
    const [type, listener] = args;
    const listeners = this.#listeners.get(type);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.#listeners.delete(type);
  }

  /** Whether anyone listens; an XMLHttpRequest asks at `send()`. */
  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }
}
