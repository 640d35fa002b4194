import type {
  CorsPreflightFailure,
  CredentialsMode,
  HeaderList,
  PreflightReason,
  RedirectMode,
  RequestMode,
  ResponseType,
} from "concors/protocol";
import type { CacheMode } from "./fetch-request.ts";
import type { NetworkFailureCode } from "./network.ts";
import type { EngineName } from "./engine-name.ts";
import type { Initiator } from "./initiator.ts";

/**
 * Everything that happened in one fetch, as plain data: what was asked, each exchange on the wire with every check made
 * on it, and the outcome. What `@concors/explain` reads.
 */
export interface Trace {
  readonly engine: EngineName;
  readonly request: TraceRequest;
  readonly exchanges: readonly Exchange[];
  readonly outcome: TraceOutcome;
}

/** The fetch as the page asked for it. */
export interface TraceRequest {
  readonly url: string;
  readonly method: string;
  /** The headers the page set, without those it may not. */
  readonly headers: HeaderList;
  readonly hasBody: boolean;
  /** In bytes; null if there is none, or nobody knows before it is sent. */
  readonly bodyLength: number | null;
  /** Whether the body is a stream, which cannot be sent twice. */
  readonly streamsBody: boolean;
  /** The page's serialized origin; "null" for an opaque one. */
  readonly origin: string;
  readonly pageUrl: string;
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
  readonly cache: CacheMode;
  /** Whether an upload listener of an XMLHttpRequest, or a stream, forces a preflight. */
  readonly useCorsPreflight: boolean;
  /** Whether it may outlive the page, so that its body is limited. */
  readonly keepalive: boolean;
  /** What in the page asked. */
  readonly initiator: Initiator;
}

/** One request on the wire and what came back. */
export interface Exchange {
  readonly kind: "preflight" | "actual";
  /** Which URL of the URL list it went to; 0 is the first, each followed redirect adds one. */
  readonly hop: number;
  readonly url: string;
  readonly method: string;
  /** The headers sent, the browser's own among them. */
  readonly requestHeaders: HeaderList;
  /** Why a CORS-preflight request is needed before this hop's request; empty if it is not. */
  readonly preflightReasons: readonly (PreflightReason | EarlierHopReason)[];
  /** What became of the preflight of this hop's request; null on the preflight itself. */
  readonly preflight: "not-needed" | "sent" | "cached" | null;
  readonly response: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: HeaderList;
    /** The address that answered; null if the transport did not say. */
    readonly remoteAddress: string | null;
    /** Set when no such request was sent and this answer was worked out from others: from what. */
    readonly inferredFrom: string | null;
  } | null;
  /** Every check made on the response, in the order this engine makes them; the last one that fails decides. */
  readonly checks: readonly Check[];
}

/** An engine asks again although this hop's method and headers need no preflight, because an earlier hop's did. */
export interface EarlierHopReason {
  readonly kind: "earlier-hop";
}

/** The name of one check of a preflight's response, in the order an engine makes them. */
export type PreflightCheckName =
  | "cors-check"
  | "preflight-redirect"
  | "preflight-status"
  | "allow-methods-syntax"
  | "allow-headers-syntax"
  | "preflight-method"
  | "preflight-authorization"
  | "preflight-headers";

export type CheckName =
  | PreflightCheckName
  | "network"
  | "cross-origin-resource-policy"
  | "redirect-mode"
  | "redirect"
  | "local-network-access"
  | "nosniff"
  | "opaque-response-blocking";

export interface Check {
  readonly name: CheckName;
  readonly failure: FetchFailure | null;
}

/** Why a fetch became a network error: a code, and the value that decided. */
export type FetchFailure =
  | CorsPreflightFailure
  | { readonly ok: false; readonly code: FetchFailureCode; readonly actual: string | null };

export type FetchFailureCode =
  | NetworkFailureCode
  /** What the page asked for is no request; the sentence that says why is the value that decided. */
  | "invalid-request"
  | "scheme-not-supported"
  | "port-blocked"
  | "mixed-content"
  /** The page's Content-Security-Policy; the URL that it blocks is the value that decided. */
  | "content-security-policy"
  | "same-origin-mode"
  | "no-cors-redirect-mode"
  | "only-if-cached"
  | "redirect-mode-error"
  | "location-invalid"
  | "redirect-scheme-not-http"
  | "too-many-redirects"
  | "redirect-url-includes-credentials"
  | "redirect-body-not-replayable"
  | "corp-same-origin"
  | "corp-same-site"
  | "corp-required-by-embedder"
  | "local-network-access"
  /** More than 64 KiB, which is all that `keepalive` carries; how much it is decided. */
  | "keepalive-too-large"
  /** The body is a stream; the version of HTTP that decided, or null if the engine sends none at all. */
  | "stream-upload"
  /** A service worker answers with what this request does not take; the type that decided. */
  | "service-worker-response"
  /** Not the type that the element needs, and nosniff; the type that decided. */
  | "nosniff"
  /** Data, for an element that takes none; the type that decided. */
  | "opaque-response-blocked";

export type TraceOutcome =
  | {
      readonly ok: true;
      readonly type: ResponseType;
      readonly status: number;
      /** The final URL; empty for an opaque response. */
      readonly url: string;
      readonly redirected: boolean;
      /** The header list that the page may read. */
      readonly headers: HeaderList;
      /** Names of headers that arrived but that the page cannot read. */
      readonly hidden: readonly string[];
    }
  | {
      readonly ok: false;
      readonly failure: FetchFailure;
      /** The index in `exchanges` of the one that decided; null if nothing was sent. */
      readonly exchange: number | null;
    };
