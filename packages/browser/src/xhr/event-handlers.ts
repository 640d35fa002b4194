/** What an `on…` attribute holds. */
export type EventHandler<E extends Event = Event> = ((this: unknown, event: E) => unknown) | null;

/**
 * The event handlers of one target: what its `on…` attributes hold.
 *
 * @see https://html.spec.whatwg.org/#event-handlers
 */
export class EventHandlers {
  readonly #target: EventTarget;
  readonly #handlers: Map<string, { handler: EventHandler; readonly listener: (event: Event) => void }> = new Map();

  constructor(target: EventTarget) {
    this.#target = target;
  }

  get(type: string): EventHandler {
    return this.#handlers.get(type)?.handler ?? null;
  }

  /** A handler keeps the place among the listeners that the first one took. */
  set(type: string, value: unknown): void {
    const handler = typeof value === "function" ? (value as EventHandler) : null;
    const before = this.#handlers.get(type);
    if (handler === null) {
      if (before !== undefined) this.#target.removeEventListener(type, before.listener);
      this.#handlers.delete(type);
    } else if (before !== undefined) {
      before.handler = handler;
    } else {
      const listener = (event: Event): void => {
        this.get(type)?.call(this.#target, event);
      };
      this.#handlers.set(type, { handler, listener });
      this.#target.addEventListener(type, listener);
    }
  }
}
