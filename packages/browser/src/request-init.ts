import type { CredentialsMode, RedirectMode, ReferrerPolicy, RequestMode } from "concors/protocol";
import type { BodyInit } from "./body-content.ts";
import type { CacheMode } from "./engine/index.ts";
import type { HeadersInit } from "./headers.ts";

/** How a page asks. What is left out is as in a page: a GET in "cors" mode with "same-origin" credentials. */
export interface RequestInit {
  readonly method?: string | undefined;
  readonly headers?: HeadersInit | undefined;
  readonly body?: BodyInit | null | undefined;
  readonly mode?: RequestMode | undefined;
  readonly credentials?: CredentialsMode | undefined;
  readonly cache?: CacheMode | undefined;
  readonly redirect?: RedirectMode | undefined;
  /** "about:client", "" for none, or a URL of the page's own origin. */
  readonly referrer?: string | undefined;
  readonly referrerPolicy?: ReferrerPolicy | undefined;
  readonly keepalive?: boolean | undefined;
  readonly signal?: AbortSignal | null | undefined;
  /** Needed when the body is a stream. */
  readonly duplex?: "half" | undefined;
}
