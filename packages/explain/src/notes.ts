import type { AddressSpace, Trace } from "@concors/browser/engine";
import { get } from "concors/protocol";
import { isInferred } from "./evidence.ts";
import type { Note } from "./explanation.ts";
import { serversInUse } from "./fixes/server-in-use.ts";
import { needsLocalNetworkPermission } from "./local-network.ts";
import { isLoopbackName } from "./origin-difference.ts";
import { listWords, statusWords } from "./words.ts";

/**
 * What is worth knowing about a trace, and decides nothing.
 *
 * @param reads the names of the headers that the page reads, which decide
 */
export function notesOf(trace: Trace, page: AddressSpace | undefined, reads: readonly string[]): Note[] {
  return [
    ...inferredNotes(trace),
    ...outcomeNotes(trace, reads),
    ...misspeltNotes(trace),
    ...layerNotes(trace),
    ...localNetworkNotes(trace, page),
    ...insecureLoopbackNotes(trace),
  ];
}

function inferredNotes({ exchanges, request }: Trace): Note[] {
  const inferred = exchanges.find(isInferred);
  if (inferred === undefined) return [];
  const summary = `${request.method} was not sent, as it may change something: what its answer carries was worked out from ${inferred.response?.inferredFrom}. --send sends it.`;
  return [{ code: "inferred", summary }];
}

/** Headers that no page misses. */
const dull =
  /^(?:access-control-.*|alt-svc|age|connection|content-encoding|date|etag|keep-alive|nel|report-to|server|set-cookie2?|strict-transport-security|transfer-encoding|vary|via|x-powered-by|accept-ranges|allow|cf-.*|content-security-policy|cross-origin-.*|origin-agent-cluster|referrer-policy|x-(?:content-type-options|dns-prefetch-control|download-options|frame-options|permitted-cross-domain-policies|xss-protection))$/;

/** Those of some headers' names that a page could want, in lower case. */
export function interestingHeaders(names: readonly string[]): string[] {
  return names.map((name) => name.toLowerCase()).filter((name) => !dull.test(name));
}

function outcomeNotes({ outcome, request }: Trace, reads: readonly string[]): Note[] {
  if (!outcome.ok) return [];
  const notes: Note[] = [];
  if (outcome.type === "opaque") {
    const summary =
      'The response is opaque: with mode "no-cors" the page can read neither its status, its headers nor its body.';
    notes.push({ code: "opaque-response", summary });
  }
  if (outcome.status >= 400) {
    const summary = `The page may read it, and will find ${statusWords(outcome.status)}: that is not about CORS.${cookieWords(outcome.status, request)}`;
    notes.push({ code: "error-status", summary });
  }
  const read = new Set(reads.map((name) => name.toLowerCase()));
  const hidden = interestingHeaders(outcome.hidden).filter((name) => !read.has(name));
  if (outcome.type === "cors" && hidden.length > 0) {
    const summary = `The page cannot read ${listWords(hidden)}: Access-Control-Expose-Headers: ${hidden.join(", ")} would let it.`;
    notes.push({ code: "headers-hidden", summary });
  }
  return notes;
}

/** Who is not logged in, and thought to be. */
function cookieWords(status: number, { credentials, origin, url }: Trace["request"]): string {
  if (status !== 401 || origin === new URL(url).origin) return "";
  if (credentials !== "include") return ' It was sent without cookies: credentials: "include" sends them.';
  return " Of another site's cookies it brings those that have SameSite=None; Secure, and none where the browser blocks them.";
}

const known =
  /^access-control-(?:allow-(?:origin|credentials|methods|headers|private-network)|expose-headers|max-age|request-(?:method|headers|private-network))$/;

function misspeltNotes({ exchanges }: Trace): Note[] {
  const names = new Set<string>();
  for (const { response } of exchanges) {
    for (const [name] of response?.headers ?? []) {
      const lowercased = name.toLowerCase();
      const resembles = /^acc?ess?[-_]?controll?/.test(lowercased) || lowercased === "allow-origin";
      if (resembles && !known.test(lowercased)) names.add(name);
    }
  }
  return [...names].map((name) => ({
    code: "misspelt-header",
    summary: `The server sends ${name}, which is no header of CORS: is it misspelt?`,
  }));
}

function layerNotes({ exchanges }: Trace): Note[] {
  const doubled = exchanges.find(
    ({ response }) =>
      (response?.headers ?? []).filter(([name]) => name.toLowerCase() === "access-control-allow-origin").length > 1,
  );
  if (doubled === undefined || doubled.response === null) return [];
  const via = get(doubled.response.headers, "Via");
  // One header may tell of several servers, of which it is one.
  const told = serversInUse([doubled]).map(({ detectedFrom }) => detectedFrom);
  const layers = [...new Set([...told, ...(via === null ? [] : [`Via: ${via}`])])];
  if (layers.length < 2) return [];
  return [
    {
      code: "two-layers",
      summary: `The answer passed through more than one layer (${layers.join("; ")}): only one of them may send it.`,
    },
  ];
}

function localNetworkNotes(trace: Trace, page: AddressSpace | undefined): Note[] {
  if (!needsLocalNetworkPermission(trace, page)) return [];
  const { origin } = trace.request;
  const pages = page === undefined ? `a page of ${origin}, if that is a public site,` : `a page of ${origin}`;
  const summary = `The server's address is private: in Chromium ${pages} needs its user's permission first (Local Network Access).`;
  return [{ code: "local-network-access", summary }];
}

/**
 * What WebKit has against http on loopback, and Chromium against a page that is not secure, when the trace was made
 * without it: for a server that is only tried out here.
 */
function insecureLoopbackNotes({ engine, outcome, request }: Trace): Note[] {
  if (!outcome.ok || !URL.canParse(request.url) || !URL.canParse(request.pageUrl)) return [];
  const url = new URL(request.url);
  const page = new URL(request.pageUrl);
  if (!isLoopbackName(url.hostname) || isLoopbackName(page.hostname)) return [];
  if (engine === "webkit" && page.protocol === "https:" && url.protocol === "http:") {
    const summary = `On this machine WebKit blocks ${url.origin} for a page of https (mixed content), whatever it answers; where it is served over https, this holds.`;
    return [{ code: "webkit-blocks-loopback", summary }];
  }
  if (engine === "chromium" && page.protocol === "http:") {
    const summary = `On this machine Chromium blocks ${url.origin} for a page of http on a public address (Local Network Access), whatever it answers; where it has a public address, this holds.`;
    return [{ code: "chromium-blocks-loopback", summary }];
  }
  return [];
}
