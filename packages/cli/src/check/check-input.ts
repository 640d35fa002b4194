import type { EngineName, ResolveEntry } from "@concors/browser";
import type { AddressSpace } from "@concors/browser/engine";
import type { ServerName } from "@concors/explain";
import type { CredentialsMode, EmbedderPolicyValue, Header, RedirectMode, RequestMode } from "concors/protocol";

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
  };
  readonly method: string;
  readonly headers: readonly Header[];
  readonly body: string | null;
  readonly credentials: CredentialsMode;
  /** The value of `Cookie` to send where credentials go, a secret; null for none. */
  readonly cookies: string | null;
  readonly mode: RequestMode;
  readonly redirect: RedirectMode;
  readonly engines: readonly EngineName[];
  /** Whether requests that may change something are sent too. */
  readonly send: boolean;
  readonly insecure: boolean;
  readonly resolve: readonly ResolveEntry[];
  /** Milliseconds. */
  readonly timeout: number;
  readonly fix: ServerName | "auto" | null;
  /** What the user should know about how the request was read. */
  readonly remarks: readonly string[];
}
