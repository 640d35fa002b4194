import type { FetchDirective, PagePolicy } from "./content-security-policy.ts";
import type { UrlLiteral } from "./url-literal.ts";

/**
 * What is known about a fetch beside its trace: what somebody measured or was told, and a page cannot see. What is left
 * out was not looked at.
 */
export interface Facts {
  /** How the URL is written in the page's code, if that is odd. */
  readonly urlLiteral?: UrlLiteral;
  /** The page's Content-Security-Policy, and which directive of it is about this request. */
  readonly policy?: PagePolicy & { readonly directive: FetchDirective };
  /** Every address of the host, and whether something listens there. */
  readonly addresses?: readonly AddressFact[];
  /** What is wrong with the certificate. */
  readonly certificate?: CertificateProblem;
  /** Whether the port speaks the other one of http and https. */
  readonly speaksOtherScheme?: boolean;
  /** Whether the server answers GET, where it does not answer a preflight. */
  readonly answersGet?: boolean;
  /** Why browsers ask for https although the URL says http: as the user says, or by the host's name. */
  readonly strictTransportSecurity?: "told" | "preloaded";
  /** What came of reading the body; null if nobody read it. */
  readonly body?: BodyFact;
  /** What on the page's side kept the request back: an extension of the browser. */
  readonly blockedByClient?: boolean;
  /** Set if the answers are those of a recording, which lacks some. */
  readonly isRecording?: boolean;
  /** What the response is for. */
  readonly destination?: Destination;
  /** The names of the headers that the page reads of the response. */
  readonly reads?: readonly string[];
  /** Whether the page reads the body as well; if it does not say so, it may, and nothing comes of it. */
  readonly readsBody?: boolean;
  /** The name of the font family that the response is to be, as the page's style has it. */
  readonly fontFamily?: string | null;
}

/** What a page wants a response for; `canvas` is an image that is drawn on one, which is then read. */
export type Destination =
  | "beacon"
  | "canvas"
  | "eventsource"
  | "fetch"
  | "font"
  | "img"
  | "module"
  | "script"
  | "style"
  | "worker"
  | "xhr";

export interface AddressFact {
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
  readonly outcome: "accepts" | "refuses" | "silent" | "unreachable";
}

export type CertificateProblem =
  | "expired"
  | "not-yet-valid"
  | "other"
  | "self-signed"
  | "unknown-authority"
  | "wrong-name";

export type BodyFact =
  | {
      readonly ok: true;
      readonly bytes: number;
      readonly isWhole: boolean;
      readonly looksLike: "html" | "json" | "other";
    }
  | { readonly ok: false; readonly problem: "broken-off" | "not-decodable"; readonly detail: string };
