import type { RoutedRequest } from "../policy/cors-routes.ts";

/*
 * Express gives each request and each response another prototype after they were made. In Node 20 and 22 each of them then
 * has a shape of its own (V8's hidden class), of which V8 learns whatever is asked, and has no use for it with the next:
 * to add a property takes a microsecond, to read one up to a third of that. In Node 24 they share one. All that is here can
 * go with Node 22.
 */

/** What the responses of `node:http` inherit from, once it was seen; undefined as long as it was not. */
let nodesPrototype: object | undefined;

/** From now on it is told which responses have a shape of their own. @param prototype Node's own, of responses */
export function tellShapes(prototype: object): void {
  // V8 13, which Node 24 has, came with it.
  if (!("isError" in Error)) nodesPrototype = prototype;
}

/** Whether a response has a shape of its own, and so the request that it answers. */
export function hasOwnShape(response: object): boolean {
  return nodesPrototype !== undefined && Object.getPrototypeOf(response) !== nodesPrototype;
}

/** Reads a property of what has a shape of its own: V8 does not learn from `Reflect.get`, which is what takes the time. */
export function readProperty<T extends object, Key extends keyof T>(object: T, key: Key): T[Key] {
  return Reflect.get(object, key);
}

/** A request that has a shape of its own, as far as a policy asks. */
export class RequestView implements RoutedRequest {
  readonly #request: RoutedRequest & { readonly rawHeaders?: readonly string[] };

  constructor(request: RoutedRequest) {
    this.#request = request;
  }

  get method(): RoutedRequest["method"] {
    return readProperty(this.#request, "method");
  }

  get headers(): RoutedRequest["headers"] {
    return readProperty(this.#request, "headers");
  }

  get rawHeaders(): readonly string[] | undefined {
    return readProperty(this.#request, "rawHeaders");
  }

  get url(): RoutedRequest["url"] {
    return readProperty(this.#request, "url");
  }

  get originalUrl(): RoutedRequest["originalUrl"] {
    return readProperty(this.#request, "originalUrl");
  }
}
