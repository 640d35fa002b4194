import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import type { SourceFile } from "../../reading.ts";
import { tokenize } from "../source/source-text.ts";
import type { SourceText, Token } from "../source/source-text.ts";
import { ValueReader } from "../source/values.ts";
import type { Value } from "../source/values.ts";
import { lighttpdLexis } from "./lexis.ts";

export type Statement =
  | {
      readonly kind: "setting";
      readonly name: string;
      readonly adds: boolean;
      readonly value: Value;
      readonly at: Place;
    }
  | { readonly kind: "choice"; readonly branches: readonly Branch[] };

interface Branch {
  /** null for `else` */
  readonly condition: Condition | null;
  readonly statements: readonly Statement[];
}

/** `$REQUEST_HEADER["Origin"] == "https://app.example.com"` */
export interface Condition {
  readonly field: string;
  readonly key: string;
  readonly operator: string;
  readonly text: string;
  readonly at: Place;
}

/** @throws ReadError where lighttpd would not start either */
export function parseLighttpd(file: SourceFile): readonly Statement[] {
  return new Parser(tokenize(file, lighttpdLexis)).statements();
}

class Parser {
  readonly #source: SourceText;
  #at = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  statements(): readonly Statement[] {
    const statements: Statement[] = [];
    while (this.#next !== undefined && this.#next.text !== "}") {
      const statement = this.#next.text.startsWith("$") ? this.#choice() : this.#setting();
      if (statement !== null) statements.push(statement);
    }
    return statements;
  }

  get #next(): Token | undefined {
    return this.#source.tokens[this.#at];
  }

  #takes(text: string): boolean {
    const is = this.#next?.kind === "name" && this.#next.text === text;
    if (is) this.#at += 1;
    return is;
  }

  #take(): string {
    const token = this.#next;
    this.#at += 1;
    return token?.text ?? "";
  }

  /** `name = value`; null for what is none, such as `include`. */
  #setting(): Statement | null {
    const from = this.#at;
    const name = this.#take();
    const operator = this.#next?.text;
    if (operator !== "=" && operator !== "+=" && operator !== ":=") return null;
    this.#at += 1;
    const reader = new ValueReader(this.#source, this.#at);
    const value = reader.value();
    this.#at = Math.max(this.#at, reader.index);
    return { kind: "setting", name, adds: operator === "+=", value, at: this.#placeFrom(from) };
  }

  #choice(): Statement {
    const branches: Branch[] = [{ condition: this.#condition(), statements: this.#block() }];
    while (this.#takes("else") || this.#takes("elseif") || this.#takes("elsif")) {
      this.#takes("if");
      const condition = this.#next?.text.startsWith("$") === true ? this.#condition() : null;
      branches.push({ condition, statements: this.#block() });
    }
    return { kind: "choice", branches };
  }

  #condition(): Condition {
    const from = this.#at;
    const field = this.#take();
    const key = this.#next?.text === "[" ? (this.#source.tokens[this.#at + 1]?.text ?? "") : "";
    if (key !== "") this.#at += 3;
    let operator = "";
    while (this.#next?.kind === "sign" && this.#next.text !== "{") operator += this.#take();
    const text = this.#take();
    return { field, key, operator, text, at: this.#placeFrom(from) };
  }

  #block(): readonly Statement[] {
    if (this.#next?.text !== "{") {
      const { start = 0, end = 0 } = this.#next ?? this.#source.tokens.at(-1) ?? {};
      throw new ReadError("{ is missing here", this.#source.place(start, end));
    }
    this.#at += 1;
    const statements = this.statements();
    this.#at += 1;
    return statements;
  }

  #placeFrom(index: number): Place {
    const start = this.#source.tokens[index]?.start ?? 0;
    return this.#source.place(start, Math.max(start, this.#source.tokens[this.#at - 1]?.end ?? start));
  }
}
