import type { Exchange, FetchFailure, TraceRequest } from "@concors/browser/engine";
import type { Header } from "concors/protocol";
import { isRedirectStatus } from "concors/protocol";
import { allowOriginMismatchCause } from "../../allow-origin-cause.ts";
import type { CauseCode } from "../../cause-code.ts";
import { isLogInUrl } from "../../redirect-cause.ts";
import type { ConsoleFrame } from "./console-frame.ts";

/** What a preflight's status means; all that it may, if it is not known. */
export function preflightStatusCauses({ engine, status, url }: ConsoleFrame): CauseCode[] {
  if (status === null) {
    // WebKit has the same words for a redirect.
    const redirects = engine === "webkit" ? preflightRedirectCauses(url) : [];
    return ["CORS-P01", "CORS-P02", "CORS-P03", "CORS-P04", ...redirects];
  }
  // Without a place to go to it is a status like any other.
  if (isRedirectStatus(status)) return [...preflightRedirectCauses(url), "CORS-P04"];
  if (status === 401 || status === 403 || status === 407) return ["CORS-P02"];
  if (status === 404 || status === 405 || status === 501) return ["CORS-P01"];
  return [status >= 500 ? "CORS-P03" : "CORS-P04"];
}

/**
 * What a preflight's status may be besides, where the console names what is wrong with the headers: Chromium and Firefox
 * look at them first.
 */
export function hiddenCauses(frame: ConsoleFrame, codes: readonly CauseCode[]): CauseCode[] {
  const { engine, failedChannels, isPreflight, url } = frame;
  if (!codes.some((code) => /^CORS-[OC]/.test(code))) return [];
  if (engine === "chromium" && isPreflight) return preflightStatusCauses(frame);
  if (engine !== "firefox" || failedChannels === 0) return [];
  return [...preflightStatusCauses(frame), ...(failedChannels > 1 ? preflightRedirectCauses(url) : [])];
}

/** Where a preflight is redirected to is told by none of them; from http it is most often to https. */
export function preflightRedirectCauses(url: string | null): CauseCode[] {
  const others: CauseCode[] = ["CORS-P07", "CORS-P08", "CORS-P09"];
  return url?.startsWith("https:") === true ? others : ["CORS-P06", ...others];
}

/** The same of a request's own redirect. */
export function redirectCauses(from: string | null, to: string | null): CauseCode[] {
  if (to === null) {
    const others: CauseCode[] = ["CORS-R03", "CORS-R04", "CORS-R01"];
    return from?.startsWith("https:") === true ? others : ["CORS-R02", ...others];
  }
  if (isLogInUrl(to)) return ["CORS-R04"];
  if (from === null || !URL.canParse(from) || !URL.canParse(to)) return ["CORS-R01", "CORS-R02", "CORS-R03"];
  const [old, now] = [new URL(from), new URL(to)];
  if (old.hostname !== now.hostname) return ["CORS-R01"];
  if (old.protocol === "http:" && now.protocol === "https:") return ["CORS-R02"];
  const isSlash = old.pathname.replace(/\/$/, "") === now.pathname.replace(/\/$/, "");
  return [old.origin === now.origin && isSlash ? "CORS-R03" : "CORS-R01"];
}

/** What a missing `Access-Control-Allow-Origin` means. */
export function missingCauses(frame: ConsoleFrame): CauseCode[] {
  const { engine, failedChannels, first, isPreflight, origin, redirectsTo, status, url } = frame;
  // An older Chromium checks the redirect, and says where it leads.
  if (redirectsTo !== null) return redirectCauses(url, redirectsTo);
  if (isPreflight) {
    const isOk = status !== null && status >= 200 && status < 300;
    if (isOk) return ["CORS-P05"];
    return status === null ? [...preflightStatusCauses(frame), "CORS-P05"] : preflightStatusCauses(frame);
  }
  if (first !== null) return afterRedirect(url, origin);
  if (status === null) {
    // Firefox has the same words for a preflight, and does not tell what the origin became.
    const ofFirefox = [
      ...preflightStatusCauses(frame),
      "CORS-P05",
      ...preflightRedirectCauses(url),
      "CORS-R05",
    ] as const;
    return ["CORS-O01", "CORS-O02", ...(engine === "firefox" ? ofFirefox : []), ...redirectCauses(url, null)];
  }
  const ofPreflight = status < 300 ? (["CORS-P05"] as const) : preflightStatusCauses(frame);
  const ofRequest = ofAnswer(frame, status);
  // What is no HTTP is a body without headers to Firefox.
  if (engine === "firefox" && status === 200) ofRequest.push("NET-06");
  if (isRedirectStatus(status)) {
    return failedChannels > 1 ? [...ofPreflight, ...ofRequest] : [...ofRequest, ...ofPreflight];
  }
  // A second line tells of the request that waited for its preflight.
  return failedChannels > 0 ? [...ofPreflight, ...ofRequest] : [...ofRequest, ...ofPreflight];
}

function ofAnswer({ url }: ConsoleFrame, status: number): CauseCode[] {
  if (isRedirectStatus(status)) return [...redirectCauses(url, null), "CORS-O01"];
  if (status >= 400) return ["CORS-O02"];
  return url !== null && isLogInUrl(url) ? ["CORS-R04", "CORS-O01", "CORS-R05"] : ["CORS-O01", "CORS-R05"];
}

function afterRedirect(url: string | null, origin: string | null): CauseCode[] {
  if (url !== null && isLogInUrl(url)) return ["CORS-R04"];
  return origin === "null" ? ["CORS-O01", "CORS-O02"] : ["CORS-R05", "CORS-O01", "CORS-O02"];
}

/** WebKit's one sentence for a header that is missing, and for one that says something else. */
export function webkitOriginCauses(frame: ConsoleFrame): CauseCode[] {
  const { origin, redirectsTo, status, url } = frame;
  const mismatches: CauseCode[] = ["CORS-O03", "CORS-O04", "CORS-O10", "CORS-O07", "CORS-O08", "CORS-O05"];
  if (redirectsTo !== null) return [...redirectCauses(url, redirectsTo), ...mismatches];
  if (status !== null && status >= 400) return ["CORS-O02", ...mismatches];
  if (origin === "null") return ["CORS-O09", "CORS-R05", "CORS-O01", "CORS-P05"];
  // No page is answered so, a preflight is.
  if (status === 204) return ["CORS-P05", ...mismatches, "CORS-O01"];
  const others: CauseCode[] = status === null ? ["CORS-O02", "CORS-R04", "CORS-R05", "CORS-O09"] : [];
  return ["CORS-O01", ...mismatches, "CORS-P05", ...others];
}

/** What is wrong with a value that a console shows: the same that is wrong with it in a trace. */
export function mismatchCauses({ first, origin }: ConsoleFrame, value: string): CauseCode[] {
  if (isLeftOut(value)) return [...anyMismatch];
  const pageOrigin = origin ?? "https://app.example.com";
  // The console names the page's origin, though the request had lost it.
  const hasLost = value === origin || (first !== null && origin !== "null");
  const sent = hasLost ? "null" : pageOrigin;
  const cause = allowOriginMismatchCause(evidenceOf(unescaped(value), pageOrigin, sent));
  if (origin !== null) return [cause];
  // Firefox does not tell the page's origin: it may be this one, misspelt, or the request may have lost it.
  const isMisspelling = cause === "CORS-O08" && /[\w-][.:]/.test(value);
  return isMisspelling ? ["CORS-O04", cause, "CORS-O09"] : [cause, "CORS-O04", "CORS-O09", "CORS-R05"];
}

/** Chromium writes out what is not to be seen. */
function unescaped(value: string): string {
  return value.replace(/\\u([0-9A-F]{4})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Of a value that is lost, or that was left out. */
export const anyMismatch: readonly CauseCode[] = [
  "CORS-O03",
  "CORS-O04",
  "CORS-O07",
  "CORS-O08",
  "CORS-O10",
  "CORS-O05",
  "CORS-O06",
  "CORS-O09",
  "CORS-R05",
];

/** Whoever asks for help puts dots where it gets private. */
export function isLeftOut(value: string): boolean {
  return /^(?:…|\.\.+|x+|<.*>|\[.*\])$/i.test(value);
}

/** Two lines and a line with two values look the same. */
export function severalOriginsCauses(frame: ConsoleFrame, value: string): CauseCode[] {
  if (isLeftOut(value)) return ["CORS-O06", "CORS-O05"];
  const items = value.split(",").map((item) => item.trim());
  const isRepeated =
    items.length > 1 && (new Set(items).size < items.length || items.includes("*") || items.includes(""));
  const list: CauseCode[] = isRepeated ? ["CORS-O06", "CORS-O05"] : ["CORS-O05", "CORS-O06"];
  return [...(value.includes(",") ? list : (["CORS-O05"] as const)), ...mismatchCauses(frame, value).slice(0, 2)];
}

function evidenceOf(value: string, pageOrigin: string, sent: string): Parameters<typeof allowOriginMismatchCause>[0] {
  const url = "https://api.example.com/";
  const failure: FetchFailure = { ok: false, code: "allow-origin-mismatch", actual: value };
  const header: Header = ["Access-Control-Allow-Origin", value];
  const response = { status: 200, statusText: "", headers: [header], remoteAddress: null, inferredFrom: null };
  const exchange: Exchange = {
    kind: "actual",
    hop: sent === pageOrigin ? 0 : 1,
    url,
    method: "GET",
    requestHeaders: [],
    preflightReasons: [],
    preflight: null,
    response,
    checks: [],
  };
  const request: TraceRequest = {
    url,
    method: "GET",
    headers: [],
    hasBody: false,
    bodyLength: null,
    streamsBody: false,
    origin: pageOrigin,
    pageUrl: pageOrigin,
    mode: "cors",
    credentials: "same-origin",
    redirect: "follow",
    cache: "default",
    useCorsPreflight: false,
    keepalive: false,
    initiator: "fetch",
  };
  return { request, failure, exchange, exchanges: [exchange], origin: sent, facts: {} };
}
