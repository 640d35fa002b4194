import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerOptions } from "node:https";
import type { LimitOptions, TargetOptions } from "../options/proxy-options.ts";
import type { Location } from "./location.ts";

/**
 * The options of cors-anywhere 0.4.4, with its names and defaults, and two of this proxy.
 *
 * @see https://github.com/Rob--W/cors-anywhere#server
 */
export interface CompatOptions {
  /**
   * Asked first about each request but `OPTIONS`: if it returns something truthy, it has answered, or will. The location
   * is null if the request names none.
   *
   * NB: It is not asked about where a redirect leads. What must not be fetched belongs into `targets`.
   */
  readonly handleInitialRequest?:
    | ((request: IncomingMessage, response: ServerResponse, location: Location | null) => unknown)
    | null
    | undefined;
  /**
   * The proxy to ask for a URL; nothing for none. If left out, the environment says it, in `http_proxy`, `https_proxy`
   * and `no_proxy`.
   *
   * NB: Behind another proxy it is for that one to say which addresses names may lead to.
   */
  readonly getProxyForUrl?: ((url: string) => string | null | undefined) | null | undefined;
  /** Redirects that are followed; the next one is passed on. 5 if left out. */
  readonly maxRedirects?: number | null | undefined;
  /** Origins whose requests are refused. */
  readonly originBlacklist?: readonly string[] | null | undefined;
  /** If there are any, requests of all other origins are refused, and those without one. */
  readonly originWhitelist?: readonly string[] | null | undefined;
  /** Returns a text if an origin, `""` for none, has sent too many requests: `createRateLimitChecker` makes one. */
  readonly checkRateLimit?: ((origin: string) => string | null | undefined | void) | null | undefined;
  /** Whether a page is redirected to what it asks for if that has its own origin. */
  readonly redirectSameOrigin?: boolean | null | undefined;
  /** A request header, or some of which one has to be there. */
  readonly requireHeader?: string | readonly string[] | null | undefined;
  /** Request headers that are not passed on. */
  readonly removeHeaders?: readonly string[] | null | undefined;
  /** Request headers that are set, whatever else holds. They go to the origin that was asked for, and on to no other. */
  readonly setHeaders?: Readonly<Record<string, string>> | null | undefined;
  /** Seconds for `Access-Control-Max-Age`; 0 for none. */
  readonly corsMaxAge?: number | string | null | undefined;
  /** The path of a text, or of HTML if it ends in `.html`, for requests that name no URL. */
  readonly helpFile?: string | null | undefined;
  readonly httpProxyOptions?: HttpProxyOptions | null | undefined;
  /** What `https.createServer` takes; the server speaks HTTP if left out. */
  readonly httpsOptions?: ServerOptions | null | undefined;

  /** What may be fetched: as for `createProxy`, with all public hosts if `hosts` is left out. */
  readonly targets?: Partial<TargetOptions> | null | undefined;
  /**
   * As for `createProxy`. Bodies may have any length if nothing else is said, and as many requests of one address may be
   * under way as in all.
   */
  readonly limits?: Omit<LimitOptions, "redirects"> | null | undefined;
}

/** Of the options of http-proxy those that mean something here. */
export interface HttpProxyOptions {
  /** Whether targets are told in `X-Forwarded-For`, `-Port` and `-Proto` who asks. True if left out. */
  readonly xfwd?: boolean | undefined;
  /** False if targets need no certificate that can be trusted. */
  readonly secure?: boolean | undefined;
  /** Milliseconds that a body may stop. */
  readonly timeout?: number | undefined;
  /** Milliseconds that a target may be silent. */
  readonly proxyTimeout?: number | undefined;
}
