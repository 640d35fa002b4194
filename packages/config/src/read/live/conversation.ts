import { get } from "concors/protocol";
import type { Header, HeaderList } from "concors/protocol";
import type { Ended } from "./learned-policy.ts";
import type { LiveRequest, LiveTransport } from "./live-transport.ts";

/** One request and its answer. */
export interface Exchange {
  /** The request on one line. */
  readonly asked: string;
  readonly origin: string | null;
  readonly status: number;
  readonly headerList: HeaderList;
}

/** What a server did not answer, this often, ends a conversation: it may be a gateway that minds who asks. */
const mostFailures = 3;

/** Questions to one server: each once, one at a time, and no more than there is a budget for. */
export class Conversation {
  readonly #url: URL;
  readonly #transport: LiveTransport;
  readonly #budget: number;
  readonly #signal: AbortSignal | null;
  readonly #answers = new Map<string, Exchange | null>();
  #failures = 0;
  #ended: Ended | null = null;

  constructor(url: URL, transport: LiveTransport, budget: number, signal: AbortSignal | null) {
    this.#url = url;
    this.#transport = transport;
    this.#budget = budget;
    this.#signal = signal;
  }

  /** What was sent, in order. */
  get requests(): readonly string[] {
    return [...this.#answers.keys()];
  }

  get ended(): Ended | null {
    return this.#ended;
  }

  /** What was sent and got no answer. */
  get unanswered(): readonly string[] {
    return [...this.#answers].filter(([, exchange]) => exchange === null).map(([asked]) => asked);
  }

  /** Every answer so far. */
  get exchanges(): readonly Exchange[] {
    return [...this.#answers.values()].filter((exchange) => exchange !== null);
  }

  end(ended: Ended): void {
    this.#ended ??= ended;
  }

  /** What a page of an origin would get; null if there is no answer. */
  get(origin: string | null): Promise<Exchange | null> {
    return this.#ask(this.#url, "GET", origin, []);
  }

  /** The same for a path below, which the server surely does not have. */
  getMissingPath(origin: string): Promise<Exchange | null> {
    const url = new URL(this.#url);
    url.pathname = `${url.pathname.replace(/\/$/, "")}/concors-no-such-path`;
    return this.#ask(url, "GET", origin, []);
  }

  /** What a page of an origin would be told before it may use a method and headers. */
  preflight(origin: string, method: string, headerNames: readonly string[] = []): Promise<Exchange | null> {
    const names = headerNames.map((name) => name.toLowerCase()).sort();
    return this.#ask(this.#url, "OPTIONS", origin, [
      ["Access-Control-Request-Method", method],
      ...(names.length === 0 ? [] : [["Access-Control-Request-Headers", names.join(",")] as const]),
    ]);
  }

  async #ask(
    url: URL,
    method: LiveRequest["method"],
    origin: string | null,
    others: readonly Header[],
  ): Promise<Exchange | null> {
    const headerList: readonly Header[] = origin === null ? others : [["Origin", origin], ...others];
    const asked = line(url, method, headerList);
    const known = this.#answers.get(asked);
    if (known !== undefined) return known;
    if (this.#ended !== null) return null;
    if (this.#answers.size >= this.#budget) {
      this.end({ code: "budget", message: `${this.#budget} requests were sent, and no more are allowed.` });
      return null;
    }
    const kind = method === "OPTIONS" ? "preflight" : "actual";
    const exchange = await this.#send({ kind, method, url, headerList, body: null }, asked);
    this.#answers.set(asked, exchange);
    return exchange;
  }

  async #send(request: LiveRequest, asked: string): Promise<Exchange | null> {
    const answer = await this.#transport(request, this.#signal).catch((error: unknown) => ({
      failed: "network-failed",
      message: error instanceof Error ? error.message : "The request could not be sent.",
    }));
    if ("failed" in answer) {
      this.#failures++;
      const isFirst = this.#answers.size === 0;
      if (isFirst || this.#failures >= mostFailures || this.#signal?.aborted === true)
        this.end({ code: "down", message: `${isFirst ? "" : "It does not answer any more: "}${answer.message}` });
      return null;
    }
    const { status, headerList } = answer;
    if (status === 429) {
      const count = this.#answers.size + 1;
      this.end({ code: "rate-limited", message: `Request ${count} was answered 429: it asks for no more of them.` });
      return null;
    }
    return { asked, origin: get(request.headerList, "Origin"), status, headerList };
  }
}

function line(url: URL, method: string, headerList: HeaderList): string {
  const told = headerList.map(([name, value]) => `${name}: ${value}`).join(", ");
  return `${method} ${url.href}${told === "" ? "" : ` with ${told}`}`;
}
