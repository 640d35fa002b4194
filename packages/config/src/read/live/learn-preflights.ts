import { isOkStatus, isRedirectStatus } from "concors/protocol";
import { allowsCredentials, evidenceOf, evidenceOfStatus, isAllowed, listedNames } from "./answer.ts";
import type { Conversation, Exchange } from "./conversation.ts";
import type { Confidence } from "./learned-policy.ts";
import type { Notes } from "./notes.ts";

/** What preflights tell. */
export interface PreflightsLearned {
  readonly methods: LearnedNames;
  readonly requestHeaders: LearnedNames;
  /** An answer that browsers take; null if there is none. */
  readonly answer: Exchange | null;
}

/** Names as the server lists them, with `*` among them for all. */
interface LearnedNames {
  readonly names: readonly string[];
  readonly confidence: Confidence;
}

/** What to ask about where a server does not list what it allows. */
export interface AskedAbout {
  readonly methods: readonly string[];
  readonly headers: readonly string[];
}

const probeMethod = "CONCORSPROBE";
const probeHeader = "X-Concors-Probe";

/**
 * Learns what pages of an origin may send. A server that always lists the same is asked twice; one that repeats what it
 * is asked, or answers only what it allows, about each method and header alone.
 */
export async function learnPreflights(
  conversation: Conversation,
  page: { readonly origin: string; readonly credentials: boolean },
  about: AskedAbout,
  notes: Notes,
): Promise<PreflightsLearned> {
  const asker = new PreflightAsker(conversation, page);
  const put = await asker.ask("PUT");
  const answer = asker.passes(put) ? put : await asker.ask("GET");
  if (answer === null) return nothingLearned("unknown");
  if (!asker.passes(answer)) {
    noteRefusal(answer, notes);
    return nothingLearned("seen");
  }
  return {
    answer,
    methods: await learnMethods(asker, put, about.methods, notes),
    requestHeaders: await learnHeaders(asker, answer === put ? "PUT" : "GET", answer, about.headers, notes),
  };
}

export function nothingLearned(confidence: Confidence): PreflightsLearned {
  const nothing: LearnedNames = { names: [], confidence };
  return { methods: nothing, requestHeaders: nothing, answer: null };
}

class PreflightAsker {
  readonly #conversation: Conversation;
  readonly #origin: string;
  readonly #credentials: boolean;

  constructor(conversation: Conversation, page: { readonly origin: string; readonly credentials: boolean }) {
    this.#conversation = conversation;
    this.#origin = page.origin;
    this.#credentials = page.credentials;
  }

  ask(method: string, headerNames: readonly string[] = []): Promise<Exchange | null> {
    return this.#conversation.preflight(this.#origin, method, headerNames);
  }

  /** Whether a browser goes on to what the answer lists. */
  passes(exchange: Exchange | null): exchange is Exchange {
    if (exchange === null || !isOkStatus(exchange.status) || !isAllowed(exchange)) return false;
    return !this.#credentials || allowsCredentials(exchange);
  }

  /** What an answer lists; beside credentials, `*` is no more than a name. */
  #names(
    exchange: Exchange,
    header: "Access-Control-Allow-Methods" | "Access-Control-Allow-Headers",
  ): readonly string[] {
    const names = listedNames(exchange, header) ?? [];
    return this.#credentials ? names.filter((name) => name !== "*") : names;
  }

  methods(exchange: Exchange): readonly string[] {
    return this.#names(exchange, "Access-Control-Allow-Methods");
  }

  headers(exchange: Exchange): readonly string[] {
    return this.#names(exchange, "Access-Control-Allow-Headers");
  }
}

async function learnMethods(
  asker: PreflightAsker,
  put: Exchange | null,
  about: readonly string[],
  notes: Notes,
): Promise<LearnedNames> {
  const probe = await asker.ask(probeMethod);
  const forPut = asker.passes(put) ? asker.methods(put) : null;
  const forProbe = asker.passes(probe) ? asker.methods(probe) : null;
  if (forProbe !== null && (forProbe.includes("*") || forProbe.includes(probeMethod)))
    return { names: ["*"], confidence: "inferred" };
  // What is listed for a method that nobody has is listed for all; no list at all may be for these two alone.
  if (forPut !== null && forPut.length > 0 && (sameNames(forPut, forProbe) || forPut.some((name) => name !== "PUT")))
    return { names: forPut, confidence: "seen" };
  if (put === null || probe === null) return { names: forPut ?? [], confidence: "unknown" };

  const allowed = new Set<string>(forPut?.filter((name) => name === "PUT"));
  for (const method of about) {
    const exchange = await asker.ask(method);
    if (!asker.passes(exchange)) continue;
    const names = asker.methods(exchange);
    // It lists what it allows after all, to whoever asks for something of it.
    if (names.some((name) => name !== method)) return { names, confidence: "seen" };
    if (names.includes(method)) allowed.add(method);
  }
  notes.unseen(`Methods are answered one by one: others than ${["PUT", ...about].join(", ")} were not asked.`);
  return { names: [...allowed], confidence: "inferred" };
}

async function learnHeaders(
  asker: PreflightAsker,
  method: string,
  without: Exchange,
  about: readonly string[],
  notes: Notes,
): Promise<LearnedNames> {
  const exchange = await asker.ask(method, [...about, probeHeader]);
  if (exchange === null) return { names: asker.headers(without), confidence: "unknown" };
  if (asker.passes(exchange)) {
    const names = asker.headers(exchange);
    if (includesName(names, probeHeader))
      return { names: includesName(names, "Authorization") ? ["*", "Authorization"] : ["*"], confidence: "inferred" };
    if (sameNames(names, asker.headers(without)) || names.some((name) => !includesName(about, name)))
      return { names, confidence: "seen" };
    noteHeadersNotAsked(about, notes);
    return { names, confidence: "inferred" };
  }
  const allowed: string[] = [...asker.headers(without)];
  for (const name of about) {
    const one = await asker.ask(method, [name]);
    if (!asker.passes(one)) continue;
    const names = asker.headers(one);
    allowed.push(...names.filter((other) => !includesName(allowed, other)));
  }
  noteHeadersNotAsked(about, notes);
  return { names: allowed, confidence: "inferred" };
}

function noteHeadersNotAsked(about: readonly string[], notes: Notes): void {
  notes.unseen(`Request headers are answered one by one: others than ${about.join(", ")} were not asked.`);
}

function includesName(names: readonly string[], name: string): boolean {
  return names.some((other) => other.toLowerCase() === name.toLowerCase());
}

function sameNames(names: readonly string[], others: readonly string[] | null): boolean {
  return others !== null && names.length === others.length && names.every((name) => others.includes(name));
}

/** @param exchange the answer to a preflight that no browser takes, of an origin that GET allows */
function noteRefusal(exchange: Exchange, notes: Notes): void {
  const { status } = exchange;
  const value = String(status);
  if (isRedirectStatus(status)) notes.found("preflight-redirects", evidenceOfStatus(exchange), value);
  else if (status === 401 || status === 407)
    notes.found("preflight-wants-authentication", evidenceOfStatus(exchange), value);
  else if (!isOkStatus(status)) notes.found("preflight-status", evidenceOfStatus(exchange), value);
  else if (!isAllowed(exchange))
    notes.found("preflight-without-origin", evidenceOf(exchange, "Access-Control-Allow-Origin"));
  else notes.found("preflight-without-credentials", evidenceOf(exchange, "Access-Control-Allow-Credentials"));
}
