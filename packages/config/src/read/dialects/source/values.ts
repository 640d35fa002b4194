import type { Place } from "../../finding.ts";
import type { SourceText, Token } from "./source-text.ts";

/** What an expression is, as far as it can be told without running it. */
export type Value = { readonly at: Place; readonly raw: string } & (
  | { readonly kind: "text"; readonly text: string; readonly isOpen: boolean }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "flag"; readonly flag: boolean }
  | { readonly kind: "nothing" }
  | { readonly kind: "list"; readonly values: readonly Value[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [key: Value, value: Value])[] }
  | { readonly kind: "name"; readonly name: string }
  | Call
  | { readonly kind: "join"; readonly values: readonly Value[] }
  | { readonly kind: "unknown" }
);

interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly values: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** Nothing is nested deeper in what somebody wrote. */
const deepest = 100;

/** Reads the values of a program, from a token on. */
export class ValueReader {
  readonly #source: SourceText;
  #at: number;
  #depth = 0;

  constructor(source: SourceText, at: number) {
    this.#source = source;
    this.#at = at;
  }

  /** Parts that are joined by `+` or `.`, or stand beside each other. What else there is makes it unknown. */
  value(): Value {
    const from = this.#at;
    const parts = [this.#primary()];
    let isKnown = true;
    for (;;) {
      const next = this.#next;
      if (next === undefined || (/^[)\]},;:]$|^=>$/.test(next.text) && next.kind === "sign")) break;
      const before = this.#source.tokens[this.#at - 1];
      // In Python, the end of a line ends a value, but for within brackets.
      if (this.#depth === 0 && before !== undefined && this.#source.raw(before.end, next.start).includes("\n")) {
        if (next.kind !== "sign") break;
      }
      if (next.kind === "sign" && (next.text === "+" || next.text === ".")) {
        this.#at += 1;
        parts.push(this.#primary());
      } else if (next.kind === "text" && parts.at(-1)?.kind === "text") parts.push(this.#primary());
      else {
        isKnown = false;
        this.#skipOne();
      }
    }
    const place = this.#from(from);
    if (!isKnown) return { kind: "unknown", ...place };
    return parts.length === 1 ? parts[0]! : { kind: "join", values: parts, ...place };
  }

  /** The token behind what was read. */
  get index(): number {
    return this.#at;
  }

  /** A call alone, without what is taken out of it. */
  call(): Extract<Value, { readonly kind: "call" }> | null {
    const value = this.#plain();
    return value.kind === "call" ? value : null;
  }

  /** The first part of a value. */
  first(): Value {
    return this.#primary();
  }

  get #next(): Token | undefined {
    return this.#source.tokens[this.#at];
  }

  #isNext(text: string): boolean {
    return this.#next?.kind === "sign" && this.#next.text === text;
  }

  #from(index: number): Pick<Value, "at" | "raw"> {
    const start = this.#source.tokens[index]?.start ?? 0;
    const end = Math.max(start, this.#source.tokens[this.#at - 1]?.end ?? start);
    return { at: this.#source.place(start, end), raw: this.#source.raw(start, end) };
  }

  /** What is taken out of a value is not known: `$_SERVER['HTTP_ORIGIN']`, `next($request)->headers`. */
  #primary(): Value {
    const from = this.#at;
    const value = this.#plain();
    let isTaken = false;
    for (;;) {
      const next = this.#next;
      const before = this.#source.tokens[this.#at - 1];
      if (next?.kind !== "sign" || before === undefined || this.#at === from) break;
      if (next.text === "[" && before.end === next.start) this.#skipOne();
      else if (next.text === "->" || next.text === "::") {
        this.#at += 1;
        this.#plain();
      } else break;
      isTaken = true;
    }
    return isTaken ? { kind: "unknown", ...this.#from(from) } : value;
  }

  #plain(): Value {
    const from = this.#at;
    const token = this.#next;
    if (token === undefined || this.#depth > deepest) return { kind: "unknown", ...this.#from(from) };
    if (token.kind === "sign") return this.#bracketed(token);
    this.#at += 1;
    if (token.kind === "text") return { kind: "text", text: token.text, isOpen: token.isOpen, ...this.#from(from) };
    if (token.kind === "number")
      return { kind: "number", number: Number(token.text.replaceAll("_", "")), ...this.#from(from) };
    if (this.#isNext("(")) {
      const given = this.#given("(", ")");
      const keywords = new Map(given.flatMap(([key, value]) => (key === null ? [] : [[keyOf(key), value] as const])));
      const values = given.flatMap(([key, value]) => (key === null ? [value] : []));
      return { kind: "call", name: token.text, values, keywords, ...this.#from(from) };
    }
    if (/^(?:true|false)$/i.test(token.text))
      return { kind: "flag", flag: token.text.toLowerCase() === "true", ...this.#from(from) };
    if (/^(?:none|null)$/i.test(token.text)) return { kind: "nothing", ...this.#from(from) };
    return { kind: "name", name: token.text, ...this.#from(from) };
  }

  #bracketed({ text }: Token): Value {
    const from = this.#at;
    // `*names` in a list is the names themselves.
    if (text === "*" || text === "&" || text === "@") {
      this.#at += 1;
      return this.#primary();
    }
    const close = closing.get(text);
    if (close === undefined) {
      if (!/^[)\]},;]$/.test(text)) this.#at += 1;
      return { kind: "unknown", ...this.#from(from) };
    }
    const given = this.#given(text, close);
    const place = this.#from(from);
    const entries = given.flatMap(([key, value]) => (key === null ? [] : [[key, value] as const]));
    if (entries.length > 0) return { kind: "record", entries, ...place };
    const values = given.map(([, value]) => value);
    return text === "(" && values.length === 1 ? values[0]! : { kind: "list", values, ...place };
  }

  /** What stands between brackets, each with its key if it has one. */
  #given(open: string, close: string): readonly (readonly [key: Value | null, value: Value])[] {
    const given: (readonly [Value | null, Value])[] = [];
    this.#depth += 1;
    this.#at += 1;
    while (this.#next !== undefined && !this.#isNext(close)) {
      const before = this.#at;
      const isKeyword = this.#next.kind === "name" && this.#source.tokens[this.#at + 1]?.text === "=" && open === "(";
      const first = isKeyword ? this.#keyword() : this.value();
      if (this.#isNext("=>") || this.#isNext(":") || isKeyword) {
        this.#at += 1;
        given.push([first, this.value()]);
      } else given.push([null, first]);
      if (this.#isNext(",")) this.#at += 1;
      else if (this.#at === before) this.#at += 1;
    }
    this.#at += 1;
    this.#depth -= 1;
    return given;
  }

  #keyword(): Value {
    const from = this.#at;
    const name = this.#next?.text ?? "";
    this.#at += 1;
    return { kind: "name", name, ...this.#from(from) };
  }

  /** A token that is no part of a value, with all that its bracket has in it. */
  #skipOne(): void {
    let depth = 0;
    do {
      const { kind, text } = this.#next!;
      if (kind === "sign" && /^[([{]$/.test(text)) depth += 1;
      if (kind === "sign" && /^[)\]}]$/.test(text)) depth -= 1;
      this.#at += 1;
    } while (depth > 0 && this.#next !== undefined);
  }
}

const closing: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

function keyOf(value: Value): string {
  return value.kind === "name" ? value.name : value.kind === "text" ? value.text : value.raw;
}

/** A call with the token that it begins at. */
export interface FoundCall extends Call {
  readonly index: number;
  readonly at: Place;
  readonly raw: string;
}

/** Every call of a program, within others too. */
export function callsIn(source: SourceText): readonly FoundCall[] {
  return source.tokens.flatMap((token, index) => {
    const next = source.tokens[index + 1];
    if (token.kind !== "name" || next?.kind !== "sign" || next.text !== "(") return [];
    const value = new ValueReader(source, index).call();
    return value === null ? [] : [{ ...value, index }];
  });
}
