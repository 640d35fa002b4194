import type { RedirectMode, RequestMode, ResponseType } from "concors/protocol";
import type { NetworkResponse } from "./network.ts";

/** The response that a service worker hands on. */
export interface ServiceWorkerResponse extends NetworkResponse {
  readonly type: ResponseType;
  /** Whether its URL list has more than one item. */
  readonly redirected?: boolean;
}

/**
 * Whether a request cannot take what a service worker answers.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-fetch step 3
 */
export function isRefusedOfServiceWorker(
  { mode, redirectMode }: { readonly mode: RequestMode; readonly redirectMode: RedirectMode },
  { redirected, type }: ServiceWorkerResponse,
): boolean {
  // If one of the following is true
  return (
    // response’s type is "error"
    type === "error" ||
    // request’s mode is "same-origin" and response’s type is "cors"
    (mode === "same-origin" && type === "cors") ||
    // request’s mode is not "no-cors" and response’s type is "opaque"
    (mode !== "no-cors" && type === "opaque") ||
    // request’s redirect mode is not "manual" and response’s type is "opaqueredirect"
    (redirectMode !== "manual" && type === "opaqueredirect") ||
    // request’s redirect mode is not "follow" and response’s URL list has more than one item
    (redirectMode !== "follow" && redirected === true)
  );
}
