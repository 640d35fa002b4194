import type { ExplainedExchange, Explanation, SpecStep } from "@concors/explain/light";
import { listWords, statusWords } from "@concors/explain/light";
import type { Header, HeaderList } from "concors/protocol";
import { capital } from "./words.ts";

/** The lifelines of a sequence diagram. */
export type Lane = "A" | "browser" | "B" | "C";

/** One thing that happens: a message from one lifeline to another, or a thought of the browser. */
export interface Moment {
  readonly kind: "call" | "note" | "request" | "answer" | "result";
  readonly from: Lane;
  readonly to: Lane;
  /** As short as on an arrow: "PUT /items", "204 No Content". */
  readonly title: string;
  readonly isPreflight: boolean;
  readonly tone: "plain" | "allowed" | "blocked";
  /** A sentence; null if the title says it all. */
  readonly text: string | null;
  readonly lines: readonly SequenceLine[];
  readonly step: SpecStep | null;
}

/** A header line, and what it means here. */
export interface SequenceLine {
  readonly name: string;
  readonly value: string;
  /** Deciding: why it is blocked. Missing: it should have been there. Hidden: the script does not see it. */
  readonly mark: "deciding" | "missing" | "cors" | "hidden" | "plain";
  /** What it should have been, or why it is here; null if there is nothing to say. */
  readonly note: string | null;
}

/** Which site a URL is of. */
export type SiteOf = (url: string) => Lane;

/** A moment without what most have not. */
export function moment(needed: Pick<Moment, "kind" | "from" | "to" | "title"> & Partial<Moment>): Moment {
  return { isPreflight: false, tone: "plain", text: null, lines: [], step: null, ...needed };
}

/** What happens in one fetch as it is explained, in order. */
export function sequenceOf(explanation: Explanation, fromCache: boolean, siteOf: SiteOf): Moment[] {
  return [
    moment({ kind: "call", from: "A", to: "browser", title: explanation.reproduce.fetch.replace(/^await /, "") }),
    ...(fromCache ? [cacheNote(explanation)] : []),
    ...explanation.timeline.flatMap((exchange) => exchangeMoments(exchange, explanation, siteOf)),
    ...keptBackNotes(explanation, siteOf),
    resultMoment(explanation),
  ];
}

function cacheNote({ request }: Explanation): Moment {
  return moment({
    kind: "note",
    from: "browser",
    to: "browser",
    title: "The preflight cache answers",
    text: `An earlier preflight allowed ${request.method} to this address, and is still kept: nothing is asked again.`,
    step: { name: "CORS-preflight cache", url: "https://fetch.spec.whatwg.org/#concept-cache" },
  });
}

function exchangeMoments(exchange: ExplainedExchange, explanation: Explanation, siteOf: SiteOf): Moment[] {
  const { deciding, kind, method, requestHeaders, response, url } = exchange;
  const site = siteOf(url);
  const isPreflight = kind === "preflight";
  const asked = moment({
    kind: "request",
    from: "browser",
    to: site,
    title: `${method} ${new URL(url).pathname}`,
    isPreflight,
    lines: tellingLines(requestHeaders, explanation.request.headers),
  });
  const moments = [...(isPreflight && exchange.hop === 0 ? [preflightNote(explanation)] : []), asked];
  if (response === null) return moments;
  const isLast = explanation.timeline.at(-1) === exchange;
  const hidden = explanation.verdict === "allowed" && isLast ? (explanation.response?.hidden ?? []) : [];
  const answered = moment({
    kind: "answer",
    from: site,
    to: "browser",
    title: statusWords(response.status),
    isPreflight,
    tone: deciding === null ? "plain" : "blocked",
    lines: answerLines(response.headers, exchange, hidden),
  });
  return [...moments, answered, ...(deciding === null ? [] : [verdictNote(explanation)])];
}

function preflightNote({ preflight, request }: Explanation): Moment {
  const because = [...new Set(preflight.because.map(({ rule }) => rule))];
  return moment({
    kind: "note",
    from: "browser",
    to: "browser",
    title: "Asks first: a preflight",
    text: `${capital(listWords(because))}; so before the ${request.method} the server has to agree.`,
    step: preflight.because[0]?.step ?? null,
  });
}

function verdictNote({ cause }: Explanation): Moment {
  return moment({
    kind: "note",
    from: "browser",
    to: "browser",
    title: cause?.title ?? "Blocked",
    tone: "blocked",
    step: cause?.step ?? null,
  });
}

/** The request that never goes out, or why nothing did. */
function keptBackNotes({ cause, notSent, timeline }: Explanation, siteOf: SiteOf): Moment[] {
  if (notSent === null) return [];
  const title = `${notSent.method} is never sent`;
  const text = timeline.length > 0 ? `Site ${siteOf(notSent.url)} does not get to see it.` : null;
  const step = timeline.length === 0 ? (cause?.step ?? null) : null;
  return [moment({ kind: "note", from: "browser", to: "browser", title, tone: "blocked", text, step })];
}

function resultMoment({ javascript, readable, response, verdict }: Explanation): Moment {
  const shared = { kind: "result", from: "browser", to: "A" } as const;
  if (verdict !== "allowed" || response === null) {
    const error = javascript ?? "TypeError";
    return moment({ ...shared, title: error, tone: "blocked", text: "The script gets an error, and no reason." });
  }
  if (!readable) {
    const text = "The script gets a response that it cannot look into: no status, no headers, no body.";
    return moment({ ...shared, title: response.type, text });
  }
  const lines = response.hidden.map((name): SequenceLine => ({
    name,
    value: "",
    mark: "hidden",
    note: "hidden from the script",
  }));
  const told = lines.filter(({ name }) => !isDull(name));
  return moment({
    ...shared,
    title: statusWords(response.status),
    tone: "allowed",
    text: "The script may read it.",
    lines: told,
  });
}

const telling = /^(?:origin|access-control-request-.*|cookie|authorization|content-type)$/i;

/** The header lines of a request that CORS is about, and those that the page set. */
export function tellingLines(headers: HeaderList, ofThePage: HeaderList): SequenceLine[] {
  const own = new Set(ofThePage.map(([name]) => name.toLowerCase()));
  return headers
    .filter(([name]) => telling.test(name) || own.has(name.toLowerCase()))
    .map(([name, value]) => ({ name: shownName(name), value, mark: isOfCors(name) ? "cors" : "plain", note: null }));
}

function answerLines(headers: HeaderList, { deciding }: ExplainedExchange, hidden: readonly string[]): SequenceLine[] {
  const wanted = deciding === null ? "" : deciding.wanted;
  const lines = headers.map((header, index) =>
    lineOf(header, deciding?.lines.includes(index) === true ? wanted : null, hidden),
  );
  if (deciding?.kind !== "absent-header" || deciding.name === null) return lines;
  return [...lines, { name: deciding.name, value: "", mark: "missing", note: `is missing; ${wanted}` }];
}

function lineOf([name, value]: Header, wanted: string | null, hidden: readonly string[]): SequenceLine {
  if (wanted !== null) return { name, value, mark: "deciding", note: wanted };
  if (isOfCors(name)) return { name, value, mark: "cors", note: null };
  const isHidden = hidden.includes(name.toLowerCase()) && !isDull(name);
  return { name, value, mark: isHidden ? "hidden" : "plain", note: isHidden ? "hidden from the script" : null };
}

/** Whether no script misses this header. */
function isDull(name: string): boolean {
  return /^(?:access-control-|vary$|set-cookie|location$)/i.test(name);
}

export function isOfCors(name: string): boolean {
  return /^(?:access-control-|origin$)/i.test(name);
}

/** The lines of the server, as a person reads them: `origin` is `Origin`. */
function shownName(name: string): string {
  return name === name.toLowerCase() ? name.replaceAll(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()) : name;
}
