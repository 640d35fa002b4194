import type { Trace, TraceRequest } from "@concors/browser/engine";
import { get } from "concors/protocol";
import type { CauseCode } from "../cause-code.ts";
import type { SecurityNote } from "../explanation.ts";
import { spaceOf } from "../local-network.ts";
import { isLoopbackName } from "../origin-difference.ts";
import { isSecretHeader } from "../redact.ts";
import { listWords, shortUrl } from "../words.ts";

/** What would come of the advice that is found everywhere, in this very case. */
export function shortcuts(trace: Trace, code: CauseCode): SecurityNote[] {
  const { request } = trace;
  if (code === "MIX-01") return [pageOverHttp];
  if (!/^CORS-[OCPMHR]/.test(code)) return [];
  return [
    ...originShortcuts(trace, code),
    ...(code === "CORS-P02" ? [authenticationOff(request)] : []),
    ...(isInside(trace) ? [] : [publicProxy(request)]),
    webSecurityOff,
    ...(request.mode === "cors" ? [noCors(request)] : []),
  ];
}

/** Which origins to allow is the question wherever the page's own is not yet, or not yet with credentials. */
function originShortcuts(trace: Trace, code: CauseCode): SecurityNote[] {
  const { request } = trace;
  if (code === "CORS-O09") return [allowNull(request)];
  if (!code.startsWith("CORS-C") && isNamed(trace)) return [];
  const credentials = request.credentials === "include";
  return [
    ...(code === "CORS-O10" ? [allowNull(request)] : []),
    credentials ? echoWithCredentials(request) : allowEveryone(trace),
    ...(isLoopback(request.origin) && !isInside(trace) ? [allowLocalhost(request)] : []),
    ...(/^CORS-O0[357]$/.test(code) ? [looseMatch(request)] : []),
  ];
}

function echoWithCredentials({ url }: TraceRequest): SecurityNote {
  const message = `Do not answer with whatever Origin asks, beside Access-Control-Allow-Credentials: true: every site that a user visits could then read ${shortUrl(url)} as that user. * instead is refused by browsers, for just that reason.`;
  return { code: "echo-with-credentials", severity: "high", message };
}

/** Whether some answer names the page's origin. */
function isNamed({ exchanges, request }: Trace): boolean {
  return exchanges.some(
    ({ response }) => get(response?.headers ?? [], "Access-Control-Allow-Origin") === request.origin,
  );
}

/** Whether the server has no public address. */
function isInside({ exchanges }: Trace): boolean {
  return exchanges.some(({ response }) => spaceOf(response?.remoteAddress ?? "public") !== "public");
}

function allowEveryone(trace: Trace): SecurityNote {
  const [severity, message] = isInside(trace)
    ? (["medium", "that is open in a browser near it read it, although it has no public address."] as const)
    : (["info", "read it: right for what anybody may read, and for nothing else."] as const);
  const who = `Access-Control-Allow-Origin: * at ${shortUrl(trace.request.url)} lets every site`;
  return { code: "allow-everyone", severity, message: `${who} ${message}` };
}

function allowNull({ credentials }: TraceRequest): SecurityNote {
  const message =
    "Do not allow null: every site can make a page with that origin (a sandboxed frame), so it means everyone, and with credentials too.";
  return { code: "allow-null", severity: credentials === "include" ? "high" : "medium", message };
}

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && isLoopbackName(new URL(origin).hostname);
}

/** A page that is being worked on, and a server that is not on the same machine. */
function allowLocalhost({ credentials, origin }: TraceRequest): SecurityNote {
  const message = `${origin} is whatever runs at that port of anybody's machine: allow it where you develop, not where users are; or let the development server pass requests on (concors config vite --reverse-proxy).`;
  return { code: "allow-localhost", severity: credentials === "include" ? "medium" : "low", message };
}

function looseMatch({ credentials, origin }: TraceRequest): SecurityNote {
  const { hostname, protocol } = new URL(origin);
  const lookAlike = hostname.startsWith("[") ? "others" : `${protocol}//${hostname}.evil.example and the like`;
  const message = `Compare whole origins: a test of how it begins, ends or what it contains, or a pattern with unescaped dots, also takes ${lookAlike}.`;
  return { code: "loose-match", severity: credentials === "include" ? "high" : "medium", message };
}

function authenticationOff({ url }: TraceRequest): SecurityNote {
  const message = `Let OPTIONS alone through without a password: a preflight carries none. Whatever else is asked of ${shortUrl(url)} has to be checked as before.`;
  return { code: "authentication-off", severity: "high", message };
}

/** Whoever runs it reads along. */
function publicProxy({ credentials, hasBody, headers }: TraceRequest): SecurityNote {
  const secrets = headers.filter(([name]) => isSecretHeader(name)).map(([name]) => name);
  const what = [...secrets, ...(credentials === "include" ? ["cookies"] : []), ...(hasBody ? ["the body"] : [])];
  const message = `A public CORS proxy reads, and may change, all that goes through it: ${listWords([...what, "the answer"])}. Ask from a server of your own instead.`;
  return { code: "public-proxy", severity: what.length > 0 ? "high" : "low", message };
}

const webSecurityOff: SecurityNote = {
  code: "web-security-off",
  severity: "medium",
  message:
    "--disable-web-security, or an extension that adds headers, mends it in your browser alone, where from then on every site can read every other.",
};

function noCors({ headers, method }: TraceRequest): SecurityNote {
  const plain = (method === "GET" || method === "HEAD" || method === "POST") && get(headers, "Authorization") === null;
  const also = plain ? "" : `, and does not send ${method === "GET" ? "Authorization" : method} at all`;
  const message = `mode: "no-cors" makes the message go away and the answer with it: it is opaque, status 0 and empty for the page${also}.`;
  return { code: "no-cors", severity: "info", message };
}

const pageOverHttp: SecurityNote = {
  code: "page-over-http",
  severity: "high",
  message:
    "Do not serve the page over http, nor tell browsers to allow insecure content: whoever is on the same network could then read and change both.",
};
