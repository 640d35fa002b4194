import type { IncomingHttpHeaders } from "node:http";

/** Who asks, as far as a request tells. */
export interface Caller {
  /** The page's origin as it was sent; null without one. Whoever is no browser can send any. */
  readonly origin: string | null;
  /** The address of the other end of the connection, or what a proxy says that `trustProxy` trusts. */
  readonly address: string;
  /** The address, or for IPv6 its network (/64), of which a customer has at least one. Keys for limits are made of it. */
  readonly network: string;
  /** The request's headers, those among them that `secretHeaders` names. */
  readonly headers: IncomingHttpHeaders;
}

/** Whether a request is passed on. */
export type Admission =
  | {
      readonly admitted: true;
      /** To be sent with the answer: `RateLimit`, for example. */
      readonly headers?: Readonly<Record<string, string>> | undefined;
    }
  | {
      readonly admitted: false;
      /** In how many whole seconds to try again. */
      readonly retryAfter: number;
      readonly headers?: Readonly<Record<string, string>> | undefined;
    };
