import { get } from "concors/protocol";
import { answerContent } from "../answer-body.ts";
import { iterateContent } from "../body-content.ts";
import type { FetchRequest, FilteredResponse } from "../engine/index.ts";
import type { PageContext } from "../page-context.ts";
import { runFetch } from "../run-fetch.ts";

/** Who is told of a transfer's steps. */
export interface TransferListener {
  receivedHeaders(response: FilteredResponse): void;
  receivedChunk(chunk: Uint8Array): void;
  receivedAll(): void;
  failed(reason: "error" | "timeout"): void;
}

/** One `send()` of an XMLHttpRequest. Its listener hears no more of it once it is over, or was stopped. */
export class Transfer {
  readonly #controller: AbortController = new AbortController();
  readonly #listener: TransferListener;
  readonly #startedAt: number = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** Starts the transfer. */
  constructor(context: PageContext, request: FetchRequest, listener: TransferListener) {
    this.#listener = listener;
    void this.#run(context, request);
  }

  /** @param timeout in milliseconds, since the start; 0 for none */
  setTimeout(timeout: number): void {
    clearTimeout(this.#timer);
    if (timeout === 0 || this.#isOver) return;
    const left = Math.max(0, timeout - (performance.now() - this.#startedAt));
    this.#timer = setTimeout(() => this.#fail("timeout"), left);
  }

  stop(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#controller.abort();
  }

  async #run({ agent, transport }: PageContext, request: FetchRequest): Promise<void> {
    const { result } = await runFetch(agent, request, transport, this.#controller.signal);
    if (this.#isOver) return;
    if (!result.ok) {
      this.#fail("error");
      return;
    }
    this.#listener.receivedHeaders(result);
    try {
      const chunks = result.hasBody ? iterateContent(answerContent(result.internal.body)) : [];
      for await (const chunk of chunks) {
        if (this.#over()) return;
        this.#listener.receivedChunk(chunk);
      }
    } catch {
      this.#fail("error");
      return;
    }
    if (this.#over()) return;
    this.#finish();
    this.#listener.receivedAll();
  }

  #fail(reason: "error" | "timeout"): void {
    if (this.#isOver) return;
    this.stop();
    this.#listener.failed(reason);
  }

  #finish(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /** A listener can stop the transfer at any step. */
  #over(): boolean {
    return this.#isOver;
  }
}

/** How many bytes a script is to expect; 0 when that is not known, as for a body that was compressed. */
export function expectedLength({ internal: { headerList } }: FilteredResponse): number {
  const length = get(headerList, "Content-Length");
  if (length === null || !/^[0-9]+$/.test(length) || get(headerList, "Content-Encoding") !== null) return 0;
  return Number(length);
}
