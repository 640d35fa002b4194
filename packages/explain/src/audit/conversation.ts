import type { Header, HeaderList } from "concors/protocol";
import { get } from "concors/protocol";
import { browserHeaders } from "./browser-headers.ts";
import type { AuditAnswer, AuditExchange, AuditRequest, AuditSend } from "./exchange.ts";

/** Why no more is asked. */
export interface AuditEnd {
  readonly code: "budget" | "no-answer" | "rate-limited";
  /** One sentence, for people. */
  readonly message: string;
}

export interface ConversationOptions {
  /** No more requests than this. */
  readonly budget: number;
  /** Headers that stand for the user who is signed in: they go with everything but preflights. */
  readonly credentials: HeaderList;
  /** A label that nobody else sends, for what has to be asked past a cache. */
  readonly label: string;
}

interface Question {
  readonly method?: string;
  readonly url?: URL;
  readonly headers?: HeaderList;
  /** Whether the user's credentials go along; they do if it is left out. */
  readonly withCredentials?: boolean;
  /** Whether it is asked though it was before: behind one name there may be two servers. */
  readonly isAgain?: boolean;
}

/** This many requests in a row without an answer end a conversation. */
const mostFailures = 3;

/** Who gives the same error again this often means it. */
const enoughAgain = 2;

/**
 * A header by which a cache says what it did.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9211
 */
export const cacheHeader: RegExp = /(?:^|-)cache(?:-status|-lookup)?$/i;

/** Questions to one URL: each once, one at a time, and no more than there is a budget for. */
export class Conversation {
  readonly url: URL;
  readonly #send: AuditSend;
  readonly #options: ConversationOptions;
  readonly #answers = new Map<string, Promise<AuditExchange | null>>();
  readonly #exchanges: AuditExchange[] = [];
  readonly #origins = new Set<string>();
  #requests = 0;
  readonly #answered = new Set<string>();
  #failures = 0;
  #unanswered = 0;
  #steadyErrors = 0;
  #end: AuditEnd | null = null;
  #replayed: AuditExchange | null = null;
  #isCached = false;

  constructor(url: URL, send: AuditSend, options: ConversationOptions) {
    this.url = url;
    this.#send = send;
    this.#options = options;
  }

  /** How many requests were sent. */
  get requests(): number {
    return this.#requests;
  }

  /** How many more may be sent. */
  get left(): number {
    return this.#end === null ? this.#options.budget - this.#requests : 0;
  }

  /** Why no more is asked; null while there is. */
  get end(): AuditEnd | null {
    return this.#end;
  }

  /** How many questions got no answer, asked twice. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Every answer so far. */
  get exchanges(): readonly AuditExchange[] {
    return this.#exchanges;
  }

  /** The first answer that names an origin which asked before: a cache keeps them. */
  get replayed(): AuditExchange | null {
    return this.#replayed;
  }

  /** Whether answers were seen that come from a cache, and not from the server. */
  get isCached(): boolean {
    return this.#isCached;
  }

  get hasCredentials(): boolean {
    return this.#options.credentials.length > 0;
  }

  /** What a page of an origin would get; null if there is no answer. */
  async actual(origin: string | null, question: Question = {}): Promise<AuditExchange | null> {
    const exchange = await this.#ask("actual", origin, question);
    if (exchange === null || this.#isCached || question.url !== undefined || !this.#comesFromCache(exchange))
      return exchange;
    // What follows would be asked of the cache, and not of the server.
    this.#isCached = true;
    return this.#ask("actual", origin, question);
  }

  /** What a page of an origin would be told before it may use a method and headers. */
  preflight(origin: string, method: string, headerNames: readonly string[] = []): Promise<AuditExchange | null> {
    const names = headerNames.map((name) => name.toLowerCase()).sort();
    const headers: readonly Header[] = [
      ["Access-Control-Request-Method", method],
      ...(names.length === 0 ? [] : [["Access-Control-Request-Headers", names.join(",")] as const]),
    ];
    return this.#ask("preflight", origin, { method: "OPTIONS", headers });
  }

  /** The URL under a name of its own, which no cache has an answer for. */
  pastCaches(name: string): URL {
    const url = new URL(this.url);
    url.searchParams.append("concors", `${this.#options.label}${name}`);
    return url;
  }

  #comesFromCache({ answer, origin }: AuditExchange): boolean {
    const named = get(answer.headerList, "Access-Control-Allow-Origin");
    const isReplay =
      named !== null && named !== origin && this.#origins.has(named) && named.includes(this.#options.label);
    if (isReplay) this.#replayed ??= this.#exchanges.at(-1)!;
    const age = Number(get(answer.headerList, "Age") ?? "0");
    // Cache-Status of the standard, and what each maker of caches calls it: X-Cache, CF-Cache-Status, X-Vercel-Cache.
    const isHit = answer.headerList.some(([name, value]) => cacheHeader.test(name) && /(?:\b|_)hit\b/i.test(value));
    return isReplay || age > 0 || isHit;
  }

  #ask(kind: AuditRequest["kind"], origin: string | null, question: Question): Promise<AuditExchange | null> {
    const { method = "GET", headers = [], withCredentials = true } = question;
    const sent = kind === "actual" && withCredentials && this.hasCredentials;
    const isPastCaches = this.#isCached && kind === "actual";
    const url = question.url ?? (isPastCaches ? this.pastCaches(String(this.#requests)) : this.url);
    const given = sent ? this.#options.credentials : [];
    const isGiven = (name: string): boolean => get(given, name) !== null;
    const request: AuditRequest = {
      kind,
      method,
      url,
      headerList: [
        ...browserHeaders(url, origin).filter(([name]) => !isGiven(name)),
        ...(origin === null ? [] : [["Origin", origin] as const]),
        ...headers,
        ...given,
      ],
    };
    // A name of its own for each request is no other question.
    const { isAgain = false } = question;
    const key = JSON.stringify([kind, method, question.url?.href, this.#isCached, isAgain, request.headerList]);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const exchange = this.#exchange(request, origin, sent);
    this.#answers.set(key, exchange);
    return exchange;
  }

  /**
   * Asks; and once more where no answer came, or one that the server itself calls a mistake of its own. What a server under
   * load says is nothing about origins, unless it says it again.
   */
  async #exchange(
    request: AuditRequest,
    origin: string | null,
    withCredentials: boolean,
  ): Promise<AuditExchange | null> {
    if (origin !== null) this.#origins.add(origin);
    const first = await this.#answer(request);
    const isSilence = first === null;
    const isError = first !== null && first.status >= 500 && this.#steadyErrors < enoughAgain;
    const isAskedAgain = (isSilence || isError) && this.#end === null && this.#requests < this.#options.budget;
    const second = isAskedAgain ? await this.#answer(request) : null;
    if (isError && second !== null) this.#steadyErrors = second.status >= 500 ? this.#steadyErrors + 1 : 0;
    const answer = second ?? first;
    if (answer !== null) return this.#kept({ request, answer, origin, withCredentials });
    if (isAskedAgain) this.#unanswered++;
    return null;
  }

  async #answer(request: AuditRequest): Promise<AuditAnswer | null> {
    if (this.#end !== null) return null;
    const { budget } = this.#options;
    if (this.#requests >= budget)
      return this.#stop("budget", `${budget} requests were sent, and no more are allowed: not everything was asked.`);
    this.#requests++;
    const answer = await this.#send(request).catch((error: unknown) => ({
      failed: "network-failed",
      message: error instanceof Error ? error.message : "The request could not be sent.",
    }));
    if ("failed" in answer) {
      if (answer.failed === "not-sent") this.#requests--;
      return this.#failed(answer.message, request.method);
    }
    if (answer.status === 429)
      return this.#stop("rate-limited", `Request ${this.#requests} was answered 429: the server asks for no more.`);
    this.#failures = 0;
    this.#answered.add(request.method);
    return answer;
  }

  #kept(exchange: AuditExchange): AuditExchange {
    this.#exchanges.push(exchange);
    return exchange;
  }

  #failed(message: string, method: string): null {
    // Who closes the connection of every HEAD, or OPTIONS, may answer GET all the same.
    if (this.#answered.has(method)) this.#failures++;
    const isFirst = this.#exchanges.length === 0;
    if (!isFirst && this.#failures < mostFailures) return null;
    return this.#stop("no-answer", isFirst ? message : `It does not answer any more: ${message}`);
  }

  #stop(code: AuditEnd["code"], message: string): null {
    this.#end ??= { code, message };
    return null;
  }
}

/** Whether an answer has nothing to do with CORS. */
export function isSilent({ headerList }: AuditAnswer): boolean {
  return !headerList.some(
    ([name, value]) =>
      name.toLowerCase().startsWith("access-control-") || (name.toLowerCase() === "vary" && /\borigin\b/i.test(value)),
  );
}
