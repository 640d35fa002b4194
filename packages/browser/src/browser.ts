import type { EmbedderPolicyValue } from "concors/protocol";
import { CookieJar } from "tough-cookie";
import { JarCookieStore } from "./engine/index.ts";
import type { AddressSpace, EngineName, HandleFetch, Header, Transport, UrlBlock, UserAgent } from "./engine/index.ts";
import { createClient, createUserAgent, engineNames, profiles } from "./engine/index.ts";
import { Page } from "./page.ts";
import type { UndiciTransport } from "./transport/undici-transport.ts";
import { undiciTransport } from "./transport/undici-transport.ts";

export interface BrowserOptions {
  /** Whose behaviour is played; the standard's if left out. */
  readonly engine?: EngineName;
  /** What carries requests to servers; sockets if left out. Whoever made it closes it. */
  readonly transport?: Transport;
  /** A jar to share or to keep; an empty one if left out. */
  readonly cookies?: CookieJar;
  /** The time in milliseconds, which the CORS-preflight cache expires by. */
  readonly now?: () => number;
  /** Headers that the browser adds to each request that does not have them, in place of `User-Agent` and `Accept-Language`. */
  readonly headers?: readonly Header[];
}

export interface PageOptions {
  /** Whether it is a sandboxed frame, so that its origin is opaque: `null`. */
  readonly sandboxed?: boolean;
  /** The value of its `Cross-Origin-Embedder-Policy`; "unsafe-none" if left out. */
  readonly embedderPolicy?: EmbedderPolicyValue;
  /** The site setting that browsers have for mixed content; "block" if left out. */
  readonly insecureContent?: "allow" | "block";
  /** Where the page itself was loaded from, when its address does not tell. */
  readonly addressSpace?: AddressSpace;
  /** What its Content-Security-Policy blocks, by URL and the redirects so far; nothing if left out. */
  readonly isBlockedByPolicy?: UrlBlock;
  /** What its service worker answers a request with; nothing, as if it had none, if left out. */
  readonly handleFetch?: HandleFetch;
}

/**
 * A browser without windows: an engine's rules, cookies, a CORS-preflight cache and connections, which its pages share.
 */
export class Browser implements AsyncDisposable {
  readonly engine: EngineName;
  readonly cookies: CookieJar;
  readonly #agent: UserAgent;
  readonly #transport: Transport;
  readonly #ownTransport: UndiciTransport | null;

  /** @throws TypeError if there is no such engine */
  constructor(options: BrowserOptions = {}) {
    const { engine = "spec", transport, cookies = new CookieJar(), now, headers = defaultHeaders(engine) } = options;
    if (!engineNames.includes(engine)) {
      throw new TypeError(`${JSON.stringify(engine)} is not an engine; there are ${engineNames.join(", ")}.`);
    }
    this.engine = engine;
    this.cookies = cookies;
    this.#ownTransport = transport === undefined ? undiciTransport() : null;
    this.#transport = transport ?? this.#ownTransport!;
    this.#agent = createUserAgent({
      engine,
      cookies: new JarCookieStore(cookies, profiles[engine].rules.cookies),
      headers,
      ...(now === undefined ? {} : { now }),
    });
  }

  /**
   * Opens a page, without loading it: its address is all that a fetch depends on.
   *
   * @throws TypeError if the address is not an http or https URL
   */
  open(url: string | URL, options: PageOptions = {}): Page {
    const client = createClient(pageUrlOf(url), options);
    return new Page({ agent: this.#agent, client, transport: this.#transport });
  }

  /**
   * Ends what is under way and closes the connections that this browser made. Not closing it is no harm: idle
   * connections keep no process alive.
   */
  async close(): Promise<void> {
    await this.#ownTransport?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function defaultHeaders(engine: EngineName): readonly Header[] {
  return [
    ["User-Agent", `Mozilla/5.0 (compatible; Concors; ${engine})`],
    ["Accept-Language", "en"],
  ];
}

function pageUrlOf(input: string | URL): URL {
  const url = URL.canParse(String(input)) ? new URL(input) : null;
  if (url !== null && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw new TypeError(`${JSON.stringify(String(input))} is not the address of a page: it needs http:// or https://.`);
}
