import type { HeaderList } from "concors/protocol";

/** One request as it goes out on the wire: a GET, or an OPTIONS that asks what a page's request would be allowed. */
export interface LiveRequest {
  readonly kind: "preflight" | "actual";
  readonly method: "GET" | "OPTIONS";
  readonly url: URL;
  readonly headerList: HeaderList;
  readonly body: null;
}

/** What came back. Bodies are nobody's business here: whoever carries requests lets go of them. */
export interface LiveResponse {
  readonly status: number;
  /** As it arrived: one entry a header line. */
  readonly headerList: HeaderList;
}

/** No answer came. */
export interface LiveFailure {
  readonly failed: string;
  /** One sentence, for people. */
  readonly message: string;
}

/** Carries requests, one at a time, and follows no redirect. The transports of `@concors/browser` are of this kind. */
export type LiveTransport = (request: LiveRequest, signal: AbortSignal | null) => Promise<LiveResponse | LiveFailure>;
