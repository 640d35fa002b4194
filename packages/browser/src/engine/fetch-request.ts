import type {
  CredentialsMode,
  EmbedderPolicyValue,
  Header,
  Origin,
  RedirectMode,
  ReferrerPolicy,
  RequestMode,
  ResponseTainting,
} from "concors/protocol";
import type { AddressSpace } from "./address-space.ts";
import type { Initiator } from "./initiator.ts";
import type { RequestBody } from "./network.ts";
import type { ServiceWorkerResponse } from "./service-worker.ts";

/** @see https://fetch.spec.whatwg.org/#concept-request-cache-mode */
export type CacheMode = "default" | "no-store" | "reload" | "no-cache" | "force-cache" | "only-if-cached";

/**
 * What the standard calls an environment settings object, as far as a fetch asks it: the page that fetches.
 */
export interface Client {
  readonly origin: Origin;
  /** The ASCII serialization of `origin`. */
  readonly serializedOrigin: string;
  /** The page's address: where a referrer comes from, and the site that cookies are first-party to. */
  readonly url: URL;
  /** @see https://fetch.spec.whatwg.org/#network-partition-keys */
  readonly networkPartitionKey: string;
  /** What `Cross-Origin-Embedder-Policy` the page has. */
  readonly embedderPolicyValue: EmbedderPolicyValue;
  readonly isSecureContext: boolean;
  /** Whether its user lets it load what is not secure: no request of it is blocked as mixed content. */
  readonly allowsInsecureContent: boolean;
  readonly addressSpace: AddressSpace;
  readonly isBlockedByPolicy: UrlBlock;
  readonly handleFetch: HandleFetch;
}

/**
 * Whether the page's Content-Security-Policy blocks a URL; after a redirect paths do not count.
 *
 * @see https://w3c.github.io/webappsec-csp/#should-block-request
 */
export type UrlBlock = (url: URL, redirectCount: number) => boolean;

/**
 * What a page's service worker answers a request with; null if it has none, or lets the request pass to the network.
 *
 * @see https://w3c.github.io/ServiceWorker/#handle-fetch
 */
export type HandleFetch = (request: FetchRequest) => ServiceWorkerResponse | null;

/**
 * The standard's request, while it is being fetched.
 *
 * @see https://fetch.spec.whatwg.org/#concept-request
 */
export interface FetchRequest {
  readonly client: Client;
  readonly initiator: Initiator;
  method: string;
  headerList: Header[];
  body: RequestBody | null;
  readonly mode: RequestMode;
  readonly credentialsMode: CredentialsMode;
  readonly redirectMode: RedirectMode;
  readonly cacheMode: CacheMode;
  referrerPolicy: ReferrerPolicy;
  /** "about:client", "" for none, or a URL. */
  referrer: string;
  /** Set by an XMLHttpRequest with upload listeners, and by a body that is a stream. */
  useCorsPreflight: boolean;
  /** Whether it may outlive the page. */
  readonly keepalive: boolean;
  readonly urlList: URL[];
  /** The origins of `urlList`, parsed once. */
  readonly originList: Origin[];
  responseTainting: ResponseTainting;
  redirectCount: number;
}

export function currentUrl(request: FetchRequest): URL {
  return request.urlList.at(-1)!;
}

export function currentOrigin(request: FetchRequest): Origin {
  return request.originList.at(-1)!;
}
