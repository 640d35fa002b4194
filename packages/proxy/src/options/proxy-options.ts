import type { AnonymousPolicy } from "concors";
import type { Admission, Caller } from "../callers/caller.ts";
import type { Exchange } from "../exchange.ts";
import type { HostPattern } from "../guard/host-pattern.ts";

/** What a proxy is told. But for the functions it is plain data, which JSON can hold. */
export interface ProxyOptions {
  /**
   * Who may call: a policy of `concors`, without credentials, since cookies go nowhere through a proxy. Exposed headers
   * are all of them if it names none. If it lists origins, a request without `Origin` is refused.
   */
  readonly callers: AnonymousPolicy;
  /** What may be fetched. */
  readonly targets: TargetOptions;
  readonly limits?: LimitOptions | undefined;
  /** Request headers that are not for targets, an API key for this proxy for example. Their values go nowhere. */
  readonly secretHeaders?: readonly string[] | undefined;
  /**
   * Asked before a request is passed on, and before anything of it is looked up or connected to: this is where limits of
   * rates and API keys plug in. If it throws or rejects, the request is refused with 503.
   */
  readonly limit?: ((caller: Caller) => Admission | Promise<Admission>) | undefined;
  /** Told of each request once it is over: this is where metrics and logs plug in. It has to return. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
  /** Told of what `limit` or `onExchange` threw. If left out, the first of it is a warning on the console. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** What may be fetched. All of it is judged for the URL, on each redirect, and for the address where a connection is made. */
export interface TargetOptions {
  /** `["api.example.com", "*.example.org"]`, or `["*"]` for every public host. */
  readonly hosts: readonly HostPattern[];
  /** Not these, although they are among `hosts`. */
  readonly denyHosts?: readonly HostPattern[] | undefined;
  /** Both, if left out. */
  readonly schemes?: readonly ("https" | "http")[] | undefined;
  /** If left out: all but those that the Fetch standard blocks. */
  readonly ports?: readonly number[] | undefined;
  /**
   * Networks that are not public and may be reached nevertheless: `["10.1.0.0/16", "::1"]`. Whoever may call reaches them
   * by any name among `hosts`.
   */
  readonly privateNetworks?: readonly string[] | undefined;
  /** Networks that may not be reached, whatever else holds. */
  readonly denyNetworks?: readonly string[] | undefined;
  /** Certificates of authorities to trust instead of the well-known ones, in PEM. */
  readonly ca?: readonly string[] | undefined;
}

/** Milliseconds, bytes and counts. Timeouts are kept by a coarse clock: they may be a second late, never early. */
export interface LimitOptions {
  /** Milliseconds to find a host, to connect to it and to shake hands. 10,000 if left out. */
  readonly connectTimeout?: number | undefined;
  /** Milliseconds until the target begins to answer. 30,000 if left out. */
  readonly headersTimeout?: number | undefined;
  /** Milliseconds that a body may stop, in either direction. 60,000 if left out; `null` for no limit. */
  readonly idleTimeout?: number | null | undefined;
  /** Milliseconds for all of a request. `null`, if left out: an event stream has no end. */
  readonly totalTimeout?: number | null | undefined;
  /** Bytes of a request's body. 10 MiB if left out; `null` for no limit. */
  readonly requestBytes?: number | null | undefined;
  /** Bytes of an answer's body, as they are on the wire. 100 MiB if left out; `null` for no limit. */
  readonly responseBytes?: number | null | undefined;
  /** Header lines, of a request and of an answer. 100 if left out. */
  readonly headerCount?: number | undefined;
  /** Redirects that are followed. 5 if left out. */
  readonly redirects?: number | undefined;
  /** Requests under way, of all callers. 1,000 if left out. */
  readonly inFlight?: number | undefined;
  /**
   * Requests under way, of one address (IPv4) or network (IPv6, /64). 50 if left out. Behind another proxy all callers
   * have its address: then it is a limit for all of them.
   */
  readonly inFlightPerAddress?: number | undefined;
}
