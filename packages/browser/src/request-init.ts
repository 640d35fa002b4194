import type { CredentialsMode, RedirectMode, ReferrerPolicy, RequestMode } from "concors/protocol";
import type { BodyInit } from "./body-content.ts";
import type { CacheMode } from "./engine/index.ts";
import type { HeadersInit } from "./headers.ts";

/** How a page asks. What is left out is as in a page: a GET in "cors" mode with "same-origin" credentials. */
export interface RequestInit {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: BodyInit | null;
  readonly mode?: RequestMode;
  readonly credentials?: CredentialsMode;
  readonly cache?: CacheMode;
  readonly redirect?: RedirectMode;
  /** "about:client", "" for none, or a URL of the page's own origin. */
  readonly referrer?: string;
  readonly referrerPolicy?: ReferrerPolicy;
  readonly keepalive?: boolean;
  readonly signal?: AbortSignal | null;
  /** Needed when the body is a stream. */
  readonly duplex?: "half";
}
