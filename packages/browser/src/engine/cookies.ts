/** What a cookie store must know of a request to choose its cookies. */
export interface CookieContext {
  /** Whether the request is same-site for `SameSite`: its URL, the page, and every redirect between. */
  readonly sameSite: boolean;
  readonly method: string;
  /** The store's partition: "" for first-party cookies, else the site they were set under. */
  readonly partition: string;
}

/** Where an engine keeps cookies. `@concors/browser` puts tough-cookie behind it. */
export interface CookieStore {
  /** The value of the `Cookie` header for a request to this URL; "" for none. */
  get(url: URL, context: CookieContext): string;
  /** Stores one `Set-Cookie` value; ignores what cannot be stored. */
  set(url: URL, setCookie: string, context: CookieContext): void;
}
