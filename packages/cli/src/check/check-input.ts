import type { EngineName, ResolveEntry } from "@concors/browser";
import type { AddressSpace } from "@concors/browser/engine";
import type { Destination, ServerName, UrlLiteral } from "@concors/explain";
import type { CredentialsMode, EmbedderPolicyValue, Header, RedirectMode, RequestMode } from "concors/protocol";
import type { BrowserName } from "../real-browser/index.ts";

/** What is to be checked, every part of it valid. */
export interface CheckInput {
  readonly url: URL;
  readonly page: {
    /** An address for the page; it is not loaded. */
    readonly url: URL;
    /** Whether its origin is opaque: `null`. */
    readonly sandboxed: boolean;
    /** Its Cross-Origin-Embedder-Policy. */
    readonly embedderPolicy: EmbedderPolicyValue;
    /** Where it was loaded from; null if that has to be looked up. */
    readonly addressSpace: AddressSpace | null;
    /** Its own Content-Security-Policy, a header's value each; null if it is not known. */
    readonly policies: readonly string[] | null;
    /** Where to get its policies from; null for nowhere. */
    readonly address: URL | null;
    /** Whether it is as it stands, rather than as it will be once it is deployed. */
    readonly isAsItStands: boolean;
  };
  readonly method: string;
  readonly headers: readonly Header[];
  readonly body: string | null;
  readonly credentials: CredentialsMode;
  /** What the page wants the response for. */
  readonly destination: Destination;
  /** What is odd about the URL as it is written in the page. */
  readonly urlLiteral: UrlLiteral | null;
  /** Whether browsers know that the host is to be asked by https. */
  readonly strictTransportSecurity: "told" | "preloaded" | null;
  /** The value of `Cookie` to send, a secret; null for none, as always if credentials are not included. */
  readonly cookies: string | null;
  readonly mode: RequestMode;
  readonly redirect: RedirectMode;
  readonly keepalive: boolean;
  /** The names of the headers that the page reads of the answer. */
  readonly reads: readonly string[];
  /** Whether it is known to read the body. */
  readonly readsBody: boolean;
  readonly engines: readonly EngineName[];
  /** Whether requests that may change something are sent too. */
  readonly send: boolean;
  readonly insecure: boolean;
  /** Certificates of authorities to trust, in PEM; null for the well-known ones. */
  readonly authorities: string | null;
  readonly resolve: readonly ResolveEntry[];
  /** Milliseconds. */
  readonly timeout: number;
  readonly fix: ServerName | "auto" | null;
  /** The installed browser that is to send it too; null for none. */
  readonly real: BrowserName | null;
  /** What the user should know about how the request was read. */
  readonly remarks: readonly string[];
}
