import type { CauseCode } from "../cause-code.ts";
import { fill } from "./fill.ts";
import { chromiumTexts as chromium, firefoxTexts as firefox, webkitTexts as webkit } from "./texts.ts";

/** The reason that each console gives, without who asked for what; null where it gives none of its own. */
export interface ConsoleWords {
  readonly chromium: string | null;
  readonly firefox: string | null;
  readonly webkit: string | null;
}

/** What each console says when it is this cause, with … for what differs from case to case. */
export function wordsOfCause(code: CauseCode): ConsoleWords {
  const [ofChromium, ofFirefox, ofWebkit] = words[code] ?? [null, null, null];
  return { chromium: shown(ofChromium), firefox: shown(ofFirefox), webkit: shown(ofWebkit) };
}

function shown(text: string | null): string | null {
  return text?.replace(/\{\w+\}/g, "…") ?? null;
}

type Row = readonly [chromium: string | null, firefox: string | null, webkit: string | null];

const ofPreflight = (reason: string): string => fill(chromium.preflight, { reason });
const withStatus = (reason: string): string => `(Reason: ${reason}). Status code: …`;
const didNotSucceed = `(Reason: ${firefox.didNotSucceed}). Status code: (null)`;
const netError = (error: string): string => fill(chromium.failed, { error });
const ofWebkitLoad = (reason: string): string => fill(webkit.failed, { reason });

const missing: Row = [chromium.allowOriginMissing, withStatus(firefox.allowOriginMissing), webkit.allowOrigin];
const mismatch: Row = [chromium.allowOriginMismatch, firefox.allowOriginMismatch, webkit.allowOrigin];
const invalid: Row = [chromium.allowOriginInvalid, firefox.allowOriginMismatch, webkit.allowOrigin];
const missingOnRedirect: Row = [
  chromium.allowOriginMissing,
  withStatus(firefox.allowOriginMissing),
  fill(webkit.redirect, { target: "…", reason: webkit.allowOrigin }),
];
/** Two of them look at the headers first. */
const preflightStatus: Row = [
  ofPreflight(chromium.allowOriginMissing),
  withStatus(firefox.allowOriginMissing),
  webkit.preflightStatus,
];
const preflightRedirect: Row = [
  ofPreflight(chromium.preflightRedirect),
  withStatus(firefox.allowOriginMissing),
  webkit.preflightStatus,
];
const method: Row = [chromium.methodNotAllowed, firefox.methodNotAllowed, webkit.methodNotAllowed];
const header: Row = [chromium.headerNotAllowed, firefox.headerNotAllowed, webkit.headerNotAllowed];

const words: Readonly<Partial<Record<CauseCode, Row>>> = {
  "CORS-O01": missing,
  "CORS-O02": missing,
  "CORS-O03": mismatch,
  "CORS-O04": mismatch,
  "CORS-O05": [chromium.allowOriginMultiple, firefox.allowOriginMismatch, webkit.allowOriginMultiple],
  "CORS-O06": [chromium.allowOriginMultiple, firefox.allowOriginMultiple, webkit.allowOriginMultiple],
  "CORS-O07": invalid,
  "CORS-O08": invalid,
  "CORS-O09": mismatch,
  "CORS-O10": mismatch,
  "CORS-C01": [chromium.allowOriginWildcard, firefox.allowOriginWildcard, webkit.allowOriginWildcard],
  "CORS-C02": [chromium.allowCredentials, firefox.allowCredentials, webkit.allowCredentials],
  "CORS-P01": preflightStatus,
  "CORS-P02": preflightStatus,
  "CORS-P03": preflightStatus,
  "CORS-P04": preflightStatus,
  "CORS-P05": [ofPreflight(chromium.allowOriginMissing), withStatus(firefox.allowOriginMissing), webkit.allowOrigin],
  "CORS-P06": preflightRedirect,
  "CORS-P07": preflightRedirect,
  "CORS-P08": preflightRedirect,
  "CORS-P09": preflightRedirect,
  "CORS-M01": method,
  "CORS-M02": method,
  "CORS-M03": method,
  "CORS-M04": [chromium.allowMethodsInvalid, firefox.allowMethodsInvalid, webkit.allowMethodsInvalid],
  "CORS-H01": header,
  "CORS-H02": header,
  "CORS-H04": [chromium.allowHeadersInvalid, firefox.allowHeadersInvalid, webkit.allowHeadersInvalid],
  "CORS-H05": header,
  "CORS-X01": [chromium.unsafeHeader, null, null],
  "CORS-X02": [chromium.canvas, null, webkit.canvas],
  "CORS-R01": missingOnRedirect,
  "CORS-R02": missingOnRedirect,
  "CORS-R03": missingOnRedirect,
  "CORS-R04": missing,
  "CORS-R05": mismatch,
  "CORS-R06": [chromium.redirectCredentials, didNotSucceed, webkit.redirectCredentials],
  "CORS-R07": [netError("ERR_UNSAFE_REDIRECT"), didNotSucceed, webkit.redirectScheme],
  "CORS-R08": [netError("ERR_TOO_MANY_REDIRECTS"), didNotSucceed, webkit.tooManyRedirects],
  "CORS-R09": [null, null, webkit.redirectMode],
  "CORS-S01": [chromium.schemeNotSupported, firefox.notHttp, webkit.notHttp],
  "CORS-S02": [chromium.sameOriginMode, firefox.mayNotLoad, webkit.sameOriginMode],
  "CORS-S03": [chromium.noCorsRedirectMode, null, webkit.noCorsRedirectMode],
  "CORS-S04": [netError("ERR_UNSAFE_PORT"), null, webkit.port],
  "CORS-S07": [null, null, webkit.keepalive],
  "CORS-S08": [netError("ERR_ALPN_NEGOTIATION_FAILED"), null, webkit.streamUpload],
  "CORS-L01": [chromium.localNetworkPermission, null, null],
  "MIX-01": [chromium.mixedContent, firefox.mixedContent, webkit.mixedContent],
  "CSP-01": [chromium.policy, firefox.policy, webkit.policy],
  "SW-01": [netError("ERR_FAILED"), firefox.serviceWorkerOpaque, webkit.serviceWorkerOpaque],
  "ORB-01": [netError("ERR_BLOCKED_BY_ORB"), firefox.nosniff, webkit.scriptNosniff],
  "BODY-01": [netError("ERR_CONTENT_DECODING_FAILED"), null, null],
  "BODY-02": [netError("ERR_CONTENT_LENGTH_MISMATCH"), null, ofWebkitLoad(webkit.connectionClosed)],
  "CORP-01": [netError("ERR_BLOCKED_BY_RESPONSE.NotSameOrigin"), firefox.resourcePolicy, webkit.resourcePolicy],
  "CORP-02": [netError("ERR_BLOCKED_BY_RESPONSE.NotSameSite"), firefox.resourcePolicy, webkit.resourcePolicy],
  "CORP-03": [
    netError("ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep"),
    firefox.resourcePolicy,
    webkit.resourcePolicy,
  ],
  "NET-01": [netError("ERR_NAME_NOT_RESOLVED"), didNotSucceed, ofWebkitLoad(webkit.nameNotResolved)],
  "NET-02": [netError("ERR_CONNECTION_REFUSED"), didNotSucceed, ofWebkitLoad(webkit.connectionRefused)],
  "NET-03": [netError("ERR_EMPTY_RESPONSE"), didNotSucceed, ofWebkitLoad(webkit.connectionClosed)],
  "NET-04": [netError("ERR_CONNECTION_TIMED_OUT"), didNotSucceed, ofWebkitLoad(webkit.connectionTimedOut)],
  "NET-06": [netError("ERR_INVALID_HTTP_RESPONSE"), null, ofWebkitLoad(webkit.invalidResponse)],
  "TLS-01": [netError("ERR_CERT_AUTHORITY_INVALID"), didNotSucceed, ofWebkitLoad(webkit.certificateInvalid)],
  "TLS-02": [netError("ERR_SSL_PROTOCOL_ERROR"), didNotSucceed, ofWebkitLoad(webkit.tlsError)],
};
