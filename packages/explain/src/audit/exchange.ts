import type { HeaderList } from "concors/protocol";

/** One request of an audit, as it goes out on the wire. */
export interface AuditRequest {
  readonly kind: "preflight" | "actual";
  readonly method: string;
  readonly url: URL;
  readonly headerList: HeaderList;
}

/** What came back. */
export interface AuditAnswer {
  readonly status: number;
  /** As it arrived: one entry a header line. */
  readonly headerList: HeaderList;
  /** The beginning of the body, as far as whoever carries requests reads it; null if it was not read. */
  readonly body: string | null;
  /** Where the address is that answered. Taken for public if it is left out. */
  readonly addressSpace?: "public" | "local" | "loopback";
}

/** No answer came. */
export interface AuditFailure {
  /** `not-sent` if no request was sent at all. */
  readonly failed: string;
  /** One sentence, for people. */
  readonly message: string;
}

/** Carries requests, one at a time, and follows no redirect. It says itself how fast. */
export type AuditSend = (request: AuditRequest) => Promise<AuditAnswer | AuditFailure>;

/** A request and its answer. */
export interface AuditExchange {
  readonly request: AuditRequest;
  readonly answer: AuditAnswer;
  /** The origin that asked; null if none was named. */
  readonly origin: string | null;
  /** Whether the user's credentials went along. */
  readonly withCredentials: boolean;
}
