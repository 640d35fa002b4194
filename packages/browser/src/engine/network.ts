import type { Header, HeaderList } from "concors/protocol";

/** The body of a request: bytes or a stream that only the transport looks at, and what a redirect must know of it. */
export interface RequestBody {
  /** What the transport sends. */
  readonly content: unknown;
  /** Whether it can be sent again after a redirect; false for a stream (the standard's body with a null source). */
  readonly hasSource: boolean;
  /** In bytes; null when it is not known before it is sent. */
  readonly length: number | null;
}

/** One request as it goes out on the wire. */
export interface NetworkRequest {
  readonly kind: "preflight" | "actual";
  readonly method: string;
  readonly url: URL;
  readonly headerList: HeaderList;
  readonly body: RequestBody | null;
}

/** The answer to a NetworkRequest. */
export interface NetworkResponse {
  readonly status: number;
  readonly statusText?: string;
  /** As they arrived: names in the server's spelling, one entry a header line. */
  readonly headerList: HeaderList;
  /** What the transport read, or will read; the engine does not look at it. */
  readonly body?: unknown;
  /** The address that answered, if the transport knows it. */
  readonly remoteAddress?: string;
  /** Set when no such request was sent and this answer was worked out from others; says from what. */
  readonly inferredFrom?: string;
}

/** Why no answer came. */
export type NetworkFailureCode =
  | "aborted"
  | "timed-out"
  | "name-not-resolved"
  | "connection-refused"
  | "connection-reset"
  /** Closed in good order, but before the answer was complete. */
  | "connection-closed"
  | "connection-timed-out"
  | "tls-error"
  | "certificate-invalid"
  | "invalid-http-response"
  | "network-unreachable"
  | "not-sent"
  | "network-failed";

/** The network had no answer to give. */
export interface NetworkFailure {
  readonly failed: NetworkFailureCode;
  /** One sentence for people, without a stack trace. */
  readonly message: string;
  readonly cause?: unknown;
}

export type NetworkAnswer = NetworkResponse | NetworkFailure;

/**
 * Carries requests to servers; a parameter of every Browser. It never rejects: what goes wrong is a NetworkFailure.
 */
export type Transport = (request: NetworkRequest, signal: AbortSignal | null) => Promise<NetworkAnswer>;

/** A transport that answers at once: for what-if and for tests. */
export type SyncTransport = (request: NetworkRequest) => NetworkAnswer;

export type { Header, HeaderList };
