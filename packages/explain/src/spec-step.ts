import type { CheckName } from "@concors/browser/engine";

/** A step of a standard. */
export interface SpecStep {
  /** The algorithm and the step's number. */
  readonly name: string;
  readonly url: string;
}

const fetchStandard = "https://fetch.spec.whatwg.org/";

function step(name: string, url: string): SpecStep {
  return { name, url: url.startsWith("#") ? `${fetchStandard}${url}` : url };
}

const preflightFetch = "#cors-preflight-fetch-0";
const redirectFetch = "#concept-http-redirect-fetch";
const mainFetch = "#concept-main-fetch";

export const corsCheckStep: Readonly<Record<"present" | "equal" | "credentials", SpecStep>> = {
  present: step("CORS check, step 2", "#concept-cors-check"),
  equal: step("CORS check, step 4", "#concept-cors-check"),
  credentials: step("CORS check, steps 6 and 7", "#concept-cors-check"),
};

export const preflightStep: Readonly<Record<"status" | "syntax" | "method" | "authorization" | "headers", SpecStep>> = {
  status: step("CORS-preflight fetch, step 7", preflightFetch),
  syntax: step("CORS-preflight fetch, step 7.3", preflightFetch),
  method: step("CORS-preflight fetch, step 7.5", preflightFetch),
  authorization: step("CORS-preflight fetch, step 7.6", preflightFetch),
  headers: step("CORS-preflight fetch, step 7.7", preflightFetch),
};

export const redirectStep: Readonly<
  Record<"location" | "scheme" | "count" | "credentials" | "body" | "origin" | "mode", SpecStep>
> = {
  location: step("HTTP-redirect fetch, step 5", redirectFetch),
  scheme: step("HTTP-redirect fetch, step 6", redirectFetch),
  count: step("HTTP-redirect fetch, step 7", redirectFetch),
  credentials: step("HTTP-redirect fetch, steps 9 and 10", redirectFetch),
  body: step("HTTP-redirect fetch, step 11", redirectFetch),
  origin: step("serializing a request origin", "#serializing-a-request-origin"),
  mode: step("HTTP fetch: redirect mode", "#concept-http-fetch"),
};

export const otherStep: Readonly<
  Record<
    | "badPort"
    | "mixedContent"
    | "securityPolicy"
    | "opaqueResponseBlocking"
    | "nosniff"
    | "serviceWorker"
    | "streamUpload"
    | "exposedHeaders"
    | "canvas"
    | "opaqueResponse"
    | "urlParser"
    | "request"
    | "mainFetch"
    | "cache"
    | "resourcePolicy"
    | "localNetwork"
    | "networkError"
    | "safelistedMethod"
    | "safelistedHeader"
    | "unsafeNames"
    | "preflightFlag",
    SpecStep
  >
> = {
  badPort: step("port blocking", "#port-blocking"),
  mixedContent: step("mixed content", "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch"),
  securityPolicy: step("Content Security Policy", "https://w3c.github.io/webappsec-csp/#should-block-request"),
  opaqueResponseBlocking: step("Opaque Response Blocking", "https://github.com/annevk/orb"),
  nosniff: step("nosniff", "#should-response-to-request-be-blocked-due-to-nosniff?"),
  serviceWorker: step("HTTP fetch, step 3", "#concept-http-fetch"),
  streamUpload: step("HTTP-network fetch", "#concept-http-network-fetch"),
  exposedHeaders: step("CORS filtered response", "#concept-filtered-response-cors"),
  canvas: step(
    "a canvas's origin-clean flag",
    "https://html.spec.whatwg.org/multipage/canvas.html#security-with-canvas-elements",
  ),
  opaqueResponse: step("opaque filtered response", "#concept-filtered-response-opaque"),
  urlParser: step("the URL parser", "https://url.spec.whatwg.org/#concept-basic-url-parser"),
  request: step("the Request constructor", "#dom-request"),
  mainFetch: step("main fetch", mainFetch),
  cache: step("HTTP-network-or-cache fetch", "#concept-http-network-or-cache-fetch"),
  resourcePolicy: step("cross-origin resource policy check", "#cross-origin-resource-policy-check"),
  localNetwork: step("Local Network Access", "https://wicg.github.io/local-network-access/"),
  networkError: step("network error", "#concept-network-error"),
  safelistedMethod: step("CORS-safelisted method", "#cors-safelisted-method"),
  safelistedHeader: step("CORS-safelisted request-header", "#cors-safelisted-request-header"),
  unsafeNames: step("CORS-unsafe request-header names", "#cors-unsafe-request-header-names"),
  preflightFlag: step("use-CORS-preflight flag", "#use-cors-preflight-flag"),
};

/** The step that each check of a trace carries out. */
export const checkSteps: Readonly<Record<CheckName, SpecStep>> = {
  "cors-check": step("CORS check", "#concept-cors-check"),
  "preflight-redirect": preflightStep.status,
  "preflight-status": preflightStep.status,
  "allow-methods-syntax": preflightStep.syntax,
  "allow-headers-syntax": preflightStep.syntax,
  "preflight-method": preflightStep.method,
  "preflight-authorization": preflightStep.authorization,
  "preflight-headers": preflightStep.headers,
  network: otherStep.networkError,
  "cross-origin-resource-policy": otherStep.resourcePolicy,
  "redirect-mode": redirectStep.mode,
  redirect: step("HTTP-redirect fetch", redirectFetch),
  "local-network-access": otherStep.localNetwork,
  nosniff: otherStep.nosniff,
  "opaque-response-blocking": otherStep.opaqueResponseBlocking,
};
