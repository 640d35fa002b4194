import { get, isCorsSafelistedMethod } from "concors/protocol";
import type { CauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import { redirectTarget } from "../evidence.ts";
import type { ClientChange } from "../explanation.ts";
import { messages } from "../messages.ts";
import { isLoopbackName } from "../origin-difference.ts";
import { redactUrl } from "../redact.ts";
import { canonicalName } from "../words.ts";

/** What the page could do instead, the surest first. */
export function clientChanges(evidence: Evidence, code: CauseCode): ClientChange[] {
  const changes = [
    ...urlChanges(evidence, code),
    ...methodChanges(evidence),
    ...credentialsChanges(evidence, code),
    ...pageChanges(evidence, code),
    ...headerChanges(evidence),
  ];
  if (changes.length > 0) return changes;
  const { client } = messages[code];
  return client === "Nothing." ? [] : [{ summary: client.replaceAll("`", ""), code: null }];
}

function urlChanges(evidence: Evidence, code: CauseCode): ClientChange[] {
  const { request } = evidence;
  if (code === "MIX-01")
    return [change("Call the https URL.", fetchOf(httpsOf(evidence.failure.actual ?? request.url)))];
  if (code === "CORS-S01" && /^[a-z0-9.-]+:\d+/i.test(request.url)) {
    return [change("Write the URL with its scheme.", fetchOf(`http://${request.url}`))];
  }
  const follows = /^CORS-P0[679]$|^CORS-R0[1239]$/.test(code);
  const target = follows ? redirectTarget(evidence) : null;
  return target === null ? [] : [change("Call the URL that it redirects to.", fetchOf(redactUrl(target.href)))];
}

function methodChanges({ request }: Evidence): ClientChange[] {
  const upper = request.method.toUpperCase();
  if (request.method === upper) return [];
  return [
    change(
      `Write the method in upper case: fetch leaves ${request.method} as it is.`,
      `method: ${JSON.stringify(upper)}`,
    ),
  ];
}

function credentialsChanges({ request }: Evidence, code: CauseCode): ClientChange[] {
  const isAboutCredentials = /^CORS-C|^CORS-[MH]0[23]$/.test(code) && request.credentials === "include";
  if (!isAboutCredentials || code === "CORS-M02" || code === "CORS-H03") return [];
  return [change('Leave credentials: "include" (withCredentials) out, if the request needs no cookies.', null)];
}

function pageChanges({ failure, request }: Evidence, code: CauseCode): ClientChange[] {
  if (code !== "CORS-O03" || failure.actual === null) return [];
  const [allowed, page] = [hostname(failure.actual), hostname(request.origin)];
  if (allowed === null || page === null) return [];
  const isMine = allowed === page || (isLoopbackName(allowed) && isLoopbackName(page));
  return isMine ? [change(`Open the page at ${failure.actual}.`, null)] : [];
}

/** What to do about each header that makes a preflight necessary; nothing to do about those that have to be sent. */
function headerChanges({ exchange, request }: Evidence): ClientChange[] {
  const names = (exchange?.preflightReasons ?? []).flatMap((reason) => (reason.kind === "header" ? [reason.name] : []));
  const changes = names.flatMap((name) => headerChange(name, request));
  const needless = names.filter((name) => headerChange(name, request).length > 0);
  const spared = needless.length > 0 && needless.length === names.length && isCorsSafelistedMethod(request.method);
  return spared
    ? changes.map(({ summary, code }) => ({ summary: `${summary} No preflight is needed then.`, code }))
    : changes;
}

function headerChange(name: string, { hasBody, headers, method }: Evidence["request"]): ClientChange[] {
  const shown = canonicalName(name);
  if (name.startsWith("access-control-")) {
    return [change(`Do not send ${shown}: it is a response header, and grants nothing in a request.`, null)];
  }
  switch (name) {
    case "cache-control":
    case "pragma":
      return [change(`Instead of ${shown} use the cache mode of fetch, which needs no leave.`, 'cache: "no-store"')];
    case "x-requested-with":
      return [change("Leave X-Requested-With out, unless the server really looks at it.", null)];
    case "content-type":
      if (!hasBody) return [change(`Leave Content-Type out: this ${method} has no body.`, null)];
      return isCorsSafelistedMethod(method) && (get(headers, "Content-Type") ?? "").startsWith("application/json")
        ? [change("Send the body as text/plain or a form, if the server takes that.", null)]
        : [];
    case "authorization":
      return [];
    default:
      return [change(`Leave ${shown} out, if the server does not need it.`, null)];
  }
}

function change(summary: string, code: string | null): ClientChange {
  return { summary, code };
}

function fetchOf(url: string): string {
  return `fetch(${JSON.stringify(url)})`;
}

function httpsOf(href: string): string {
  return href.replace(/^http:/, "https:");
}

function hostname(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).hostname : null;
}
