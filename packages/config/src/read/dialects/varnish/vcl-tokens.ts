import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import type { SourceFile } from "../../reading.ts";
import { TextLines } from "../../text-lines.ts";

export interface Token {
  readonly kind: "text" | "name" | "sign" | "end";
  /** Without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const space = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** Texts in quotes of three kinds, names with their dots, and signs. Names begin with digits, too: `10s`. */
const token =
  /\{"([\s\S]*?)"\}|"""([\s\S]*?)"""|"([^"\n]*)"|C\{[\s\S]*?\}C|(\w[\w-]*(?:[.:]\w[\w-]*)*)|(==|!=|!~|<=|>=|&&|\|\||\+=|[^\s"])/y;

/**
 * The tokens of a file, one after the other.
 *
 * @see https://varnish-cache.org/docs/7.1/reference/vcl.html
 */
export class VclTokens {
  readonly #text: string;
  readonly #lines: TextLines;
  #next: Token;
  #last: Token;

  constructor(file: SourceFile) {
    this.#text = file.text;
    this.#lines = new TextLines(file);
    this.#next = this.#read(0);
    this.#last = this.#next;
  }

  get next(): Token {
    return this.#next;
  }

  take(): Token {
    this.#last = this.#next;
    if (this.#next.kind !== "end") this.#next = this.#read(this.#next.end);
    return this.#last;
  }

  /** Whether the next one is one of these signs and names. */
  isNext(...texts: readonly string[]): boolean {
    return this.#next.kind !== "text" && texts.includes(this.#next.text);
  }

  /** @throws ReadError if the next one is not this */
  expect(text: string): void {
    if (!this.isNext(text)) this.fail(`${text} is missing here`);
    this.take();
  }

  /** The place from a token to what was taken last. */
  placeFrom({ start }: Token): Place {
    return this.#lines.place(start, Math.max(start, this.#last.end));
  }

  fail(why: string): never {
    throw new ReadError(why, this.#lines.place(this.#next.start, this.#next.end));
  }

  #read(from: number): Token {
    space.lastIndex = from;
    space.exec(this.#text);
    const start = space.lastIndex;
    token.lastIndex = start;
    const match = token.exec(this.#text);
    if (match === null) {
      if (start >= this.#text.length) return { kind: "end", text: "", start, end: start };
      throw new ReadError("a quote is not closed", this.#lines.place(start, start + 1));
    }
    const end = token.lastIndex;
    const [, long, triple, quoted, name, sign] = match;
    if (name !== undefined) return { kind: "name", text: name, start, end };
    if (sign !== undefined) return { kind: "sign", text: sign, start, end };
    const text = long ?? triple ?? quoted;
    // Inline C is for those who know what they do.
    return text === undefined ? this.#read(end) : { kind: "text", text, start, end };
  }
}
