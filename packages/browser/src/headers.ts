import type { Header, HeaderList } from "concors/protocol";
import {
  contains,
  get,
  isForbiddenRequestHeader,
  isForbiddenResponseHeaderName,
  isHeaderName,
  isHeaderValue,
  isNoCorsSafelistedRequestHeader,
  isNoCorsSafelistedRequestHeaderName,
  isPrivilegedNoCorsRequestHeaderName,
  normalizeHeaderValue,
  sortAndCombine,
} from "concors/protocol";
import { byteString } from "./byte-string.ts";
import { showWith } from "./show-with.ts";

/** @see https://fetch.spec.whatwg.org/#concept-headers-guard */
export type HeadersGuard = "immutable" | "request" | "request-no-cors" | "response" | "none";

/** What a Headers can be made of. */
export type HeadersInit =
  | Iterable<readonly [string, string] | readonly string[]>
  | Readonly<Record<string, string | readonly string[]>>;

/** A Headers over a header list that something else owns. */
export let headersOver: (list: Header[], guard: HeadersGuard) => Headers;

/** The header list behind a Headers. */
let headerListOf: (headers: Headers) => HeaderList;

/**
 * A page's Headers. What its guard forbids is ignored without a word, as in a page.
 *
 * @see https://fetch.spec.whatwg.org/#headers-class
 */
export class Headers implements Iterable<[string, string]> {
  #list: Header[] = [];
  #guard: HeadersGuard = "none";
  #sorted: readonly Header[] | null = null;

  /** @throws TypeError if a name or a value is not one of a header */
  constructor(init?: HeadersInit) {
    if (init !== undefined) for (const [name, value] of headerPairs(init)) this.append(name, value);
  }

  static {
    headersOver = (list, guard) => {
      const headers = new Headers();
      headers.#list = list;
      headers.#guard = guard;
      return headers;
    };
    headerListOf = (headers) => headers.#list;
    showWith(this, (headers: Headers) => Object.fromEntries(headers));
  }

  /** @see https://fetch.spec.whatwg.org/#concept-headers-append */
  append(name: string, value: string): void {
    name = byteString(name);
    value = normalizeHeaderValue(byteString(value));
    if (!this.#validate(name, value)) return;
    if (this.#guard === "request-no-cors") {
      const before = get(this.#list, name);
      if (!isNoCorsSafelistedRequestHeader(name, before === null ? value : `${before}, ${value}`)) return;
    }
    this.#list.push([name, value]);
    this.#changed();
  }

  /** @see https://fetch.spec.whatwg.org/#dom-headers-delete */
  delete(name: string): void {
    name = byteString(name);
    if (!this.#validate(name, "")) return;
    const isNoCors = this.#guard === "request-no-cors";
    if (isNoCors && !isNoCorsSafelistedRequestHeaderName(name) && !isPrivilegedNoCorsRequestHeaderName(name)) return;
    if (!contains(this.#list, name)) return;
    this.#remove((other) => isSameName(other, name));
    this.#changed();
  }

  /** The value of a header, its lines combined; null if there is none that the page may see. */
  get(name: string): string | null {
    return get(this.#list, validName(name));
  }

  /** Each `Set-Cookie` on its own: only a Headers that a script made has any. */
  getSetCookie(): string[] {
    return this.#list.filter(([name]) => isSameName(name, "set-cookie")).map(([, value]) => value);
  }

  has(name: string): boolean {
    return contains(this.#list, validName(name));
  }

  /** @see https://fetch.spec.whatwg.org/#dom-headers-set */
  set(name: string, value: string): void {
    name = byteString(name);
    value = normalizeHeaderValue(byteString(value));
    if (!this.#validate(name, value)) return;
    if (this.#guard === "request-no-cors" && !isNoCorsSafelistedRequestHeader(name, value)) return;
    const at = this.#list.findIndex(([other]) => isSameName(other, name));
    if (at === -1) {
      this.#list.push([name, value]);
    } else {
      const [first] = this.#list[at]!;
      this.#list[at] = [first, value];
      this.#remove((other, index) => index > at && isSameName(other, name));
    }
    this.#changed();
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArg?: unknown): void {
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }

  *entries(): Generator<[string, string], undefined> {
    // NB: Sorted anew when it was changed meanwhile: a standard's iterator is live.
    for (let at = 0; ; at++) {
      this.#sorted ??= sortAndCombine(this.#list);
      const header = this.#sorted[at];
      if (header === undefined) return;
      yield [header[0], header[1]];
    }
  }

  *keys(): Generator<string, undefined> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): Generator<string, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): Generator<[string, string], undefined> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return "Headers";
  }

  /** @see https://fetch.spec.whatwg.org/#headers-validate */
  #validate(name: string, value: string): boolean {
    validName(name);
    if (!isHeaderValue(value)) throw new TypeError(`${JSON.stringify(value)} is not a header value.`);
    switch (this.#guard) {
      case "immutable":
        throw new TypeError("These headers cannot be changed.");
      case "request":
        return !isForbiddenRequestHeader(name, value);
      case "response":
        return !isForbiddenResponseHeaderName(name);
      case "request-no-cors":
      case "none":
        return true;
    }
  }

  #changed(): void {
    this.#sorted = null;
    if (this.#guard === "request-no-cors") this.#remove(isPrivilegedNoCorsRequestHeaderName);
  }

  #remove(isRemoved: (name: string, index: number) => boolean): void {
    const kept = this.#list.filter(([name], index) => !isRemoved(name, index));
    // In place: the header list belongs to a request or a response as well.
    this.#list.splice(0, this.#list.length, ...kept);
  }
}

/**
 * The headers of a HeadersInit, not validated.
 *
 * @throws TypeError if it is neither pairs nor a record
 */
export function* headerPairs(init: HeadersInit): Generator<Header, undefined> {
  if (typeof init !== "object" || init === null) throw new TypeError("Headers are made of pairs, or of an object.");
  if (init instanceof Headers) {
    yield* headerListOf(init);
  } else if (Symbol.iterator in init) {
    for (const pair of init as Iterable<Iterable<string>>) {
      const parts = [...pair];
      if (parts.length !== 2) throw new TypeError("A header is a pair: a name and a value.");
      yield [parts[0]!, parts[1]!];
    }
  } else {
    for (const name of Object.keys(init)) yield [name, String(init[name])];
  }
}

function validName(name: string): string {
  if (!isHeaderName(byteString(name))) throw new TypeError(`${JSON.stringify(name)} is not a header name.`);
  return name;
}

function isSameName(name: string, other: string): boolean {
  return name === other || name.toLowerCase() === other.toLowerCase();
}
