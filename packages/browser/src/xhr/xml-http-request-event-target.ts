import type { EventHandler } from "./event-handlers.ts";
import { EventHandlers } from "./event-handlers.ts";
import { ProgressEvent } from "./progress-event.ts";

/** @see https://xhr.spec.whatwg.org/#xmlhttprequesteventtarget */
export class XMLHttpRequestEventTarget extends EventTarget {
  readonly #handlers: EventHandlers = new EventHandlers(this);

  get onloadstart(): EventHandler<ProgressEvent> {
    return this.handlerOf("loadstart");
  }
  set onloadstart(handler: EventHandler<ProgressEvent>) {
    this.setHandler("loadstart", handler);
  }

  get onprogress(): EventHandler<ProgressEvent> {
    return this.handlerOf("progress");
  }
  set onprogress(handler: EventHandler<ProgressEvent>) {
    this.setHandler("progress", handler);
  }

  get onabort(): EventHandler<ProgressEvent> {
    return this.handlerOf("abort");
  }
  set onabort(handler: EventHandler<ProgressEvent>) {
    this.setHandler("abort", handler);
  }

  get onerror(): EventHandler<ProgressEvent> {
    return this.handlerOf("error");
  }
  set onerror(handler: EventHandler<ProgressEvent>) {
    this.setHandler("error", handler);
  }

  get onload(): EventHandler<ProgressEvent> {
    return this.handlerOf("load");
  }
  set onload(handler: EventHandler<ProgressEvent>) {
    this.setHandler("load", handler);
  }

  get ontimeout(): EventHandler<ProgressEvent> {
    return this.handlerOf("timeout");
  }
  set ontimeout(handler: EventHandler<ProgressEvent>) {
    this.setHandler("timeout", handler);
  }

  get onloadend(): EventHandler<ProgressEvent> {
    return this.handlerOf("loadend");
  }
  set onloadend(handler: EventHandler<ProgressEvent>) {
    this.setHandler("loadend", handler);
  }

  protected handlerOf(type: string): EventHandler {
    return this.#handlers.get(type);
  }

  protected setHandler(type: string, handler: unknown): void {
    this.#handlers.set(type, handler);
  }
}

/** @param total 0 when it is not known */
export function fireProgressEvent(target: EventTarget, type: string, loaded: number, total: number): void {
  target.dispatchEvent(new ProgressEvent(type, { loaded, total, lengthComputable: total !== 0 }));
}
