/** @see https://fetch.spec.whatwg.org/#concept-request-mode */
export type RequestMode = "cors" | "no-cors" | "same-origin" | "navigate" | "websocket" | "webtransport";

/** @see https://fetch.spec.whatwg.org/#concept-request-credentials-mode */
export type CredentialsMode = "omit" | "same-origin" | "include";

/** @see https://fetch.spec.whatwg.org/#concept-request-redirect-mode */
export type RedirectMode = "follow" | "error" | "manual";

/** @see https://fetch.spec.whatwg.org/#concept-request-response-tainting */
export type ResponseTainting = "basic" | "cors" | "opaque";

/** @see https://w3c.github.io/webappsec-referrer-policy/#referrer-policies */
export type ReferrerPolicy =
  | ""
  | "no-referrer"
  | "no-referrer-when-downgrade"
  | "same-origin"
  | "origin"
  | "strict-origin"
  | "origin-when-cross-origin"
  | "strict-origin-when-cross-origin"
  | "unsafe-url";
