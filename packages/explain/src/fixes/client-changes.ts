import { get, isCorsSafelistedMethod } from "concors/protocol";
import type { CauseCode } from "../cause-code.ts";
import type { Evidence } from "../evidence.ts";
import { redirectTarget } from "../evidence.ts";
import type { ClientChange } from "../explanation.ts";
import { blockingDirective } from "../look-alikes/content-security-policy.ts";
import { messages } from "../messages.ts";
import { isLoopbackName } from "../origin-difference.ts";
import { redactUrl } from "../redact.ts";
import { canonicalName, listWords } from "../words.ts";

/** What the page could do instead, the surest first. */
export function clientChanges(evidence: Evidence, code: CauseCode): ClientChange[] {
  const changes = [
    ...urlChanges(evidence, code),
    ...policyChanges(evidence, code),
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

/** In the directive that blocks it, which is about what asks: not each is connect-src. */
function policyChanges({ exchanges, facts: { policy }, failure }: Evidence, code: CauseCode): ClientChange[] {
  const blocked = failure.actual ?? "";
  if (code !== "CSP-01" || policy === undefined || !URL.canParse(blocked)) return [];
  const directive = blockingDirective(policy, policy.directive, new URL(blocked), exchanges.length > 0 ? 1 : 0);
  if (directive === null) return [];
  const { name, sources } = directive;
  const replaced = sources.some((source) => source.toLowerCase() === "'none'") ? ", in the place of 'none'" : "";
  return [change(`Add ${new URL(blocked).origin} to ${name} of the page's policy${replaced}.`, null)];
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
  // Nobody should give https up for this.
  const isWeaker = request.origin.startsWith("https:") && failure.actual.startsWith("http:");
  return isMine && !isWeaker ? [change(`Open the page at ${failure.actual}.`, null)] : [];
}

/** What to do about each header that makes a preflight necessary; nothing to do about those that have to be sent. */
function headerChanges({ exchange, request }: Evidence): ClientChange[] {
  const names = (exchange?.preflightReasons ?? []).flatMap((reason) => (reason.kind === "header" ? [reason.name] : []));
  const known = names.flatMap((name) => knownHeaderChange(name, request) ?? []);
  const others = names.filter((name) => knownHeaderChange(name, request) === null && !isNeeded(name));
  const changes = [...known];
  if (others.length > 0) {
    const pronoun = others.length === 1 ? "it" : "them";
    changes.push(
      change(`Leave ${listWords(others.map(canonicalName))} out, if the server does not need ${pronoun}.`, null),
    );
  }
  const spared = isCorsSafelistedMethod(request.method) && known.length + others.length === names.length;
  const last = changes.at(-1);
  if (!spared || last === undefined) return changes;
  const consequence =
    changes.length === 1 ? "No preflight is needed then." : "Without all these no preflight is needed.";
  return [...changes.slice(0, -1), { ...last, summary: `${last.summary} ${consequence}` }];
}

/** Whether a header is sent for a reason that the page's author knows best. */
function isNeeded(name: string): boolean {
  return name === "authorization" || name === "content-type";
}

/** What is done instead of sending a header that many pages send for nothing; null if it is none of these. */
function knownHeaderChange(name: string, { hasBody, headers, method }: Evidence["request"]): ClientChange | null {
  const shown = canonicalName(name);
  if (name.startsWith("access-control-")) {
    return change(`Do not send ${shown}: it is a response header, and grants nothing in a request.`, null);
  }
  switch (name) {
    case "cache-control":
    case "pragma":
      return change(`Instead of ${shown} use the cache mode of fetch, which needs no permission.`, 'cache: "no-store"');
    case "x-requested-with":
      return change("Leave X-Requested-With out, unless the server really looks at it.", null);
    case "content-type":
      if (!hasBody) return change(`Leave Content-Type out: this ${method} has no body.`, null);
      return isCorsSafelistedMethod(method) && (get(headers, "Content-Type") ?? "").startsWith("application/json")
        ? change("Send the body as text/plain or a form, if the server takes that.", null)
        : null;
    default:
      return null;
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
