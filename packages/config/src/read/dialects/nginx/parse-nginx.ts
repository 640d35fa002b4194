import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import type { SourceFile } from "../../reading.ts";
import { TextLines } from "../../text-lines.ts";

export interface Directive {
  readonly name: string;
  /** The name as it stands, which in a map may be quoted. */
  readonly key: Word;
  readonly arguments: readonly Word[];
  /** The directives between its braces; null if it ends with a semicolon. */
  readonly block: readonly Directive[] | null;
  /** From the name to the semicolon or the brace. */
  readonly at: Place;
  /** The place of the semicolon or brace. */
  readonly end: Place;
}

export interface Word {
  /** Without quotes and without the backslashes that nginx takes away. */
  readonly text: string;
  /** Quotes included. */
  readonly at: Place;
  /** `"`, `'` or nothing. */
  readonly quote: string;
}

/**
 * Reads a file as nginx does: words, quoted or not, up to a semicolon or a block in braces.
 *
 * @see https://nginx.org/en/docs/beginners_guide.html#conf_structure
 * @throws ReadError where nginx would not start either
 */
export function parseNginx(file: SourceFile): readonly Directive[] {
  const reader = new Reader(file);
  return reader.directives(false);
}

class Reader {
  readonly #path: string;
  readonly #text: string;
  readonly #lines: TextLines;
  #at = 0;

  constructor(file: SourceFile) {
    this.#path = file.path;
    this.#text = file.text;
    this.#lines = new TextLines(file);
  }

  directives(inBlock: boolean): readonly Directive[] {
    const found: Directive[] = [];
    for (;;) {
      this.#skipSpace();
      const next = this.#text[this.#at];
      if (next === undefined) {
        if (inBlock) this.#fail("a block has no closing brace");
        return found;
      }
      if (next === "}") {
        if (!inBlock) this.#fail("a closing brace has no block");
        this.#at += 1;
        return found;
      }
      found.push(this.#directive());
    }
  }

  #directive(): Directive {
    const start = this.#at;
    const words: Word[] = [];
    for (;;) {
      this.#skipSpace();
      const next = this.#text[this.#at];
      if (next === undefined || next === "}") this.#fail("a directive has no semicolon");
      if (next === ";" || next === "{") break;
      words.push(this.#word());
    }
    const [name, ...rest] = words;
    if (name === undefined) this.#fail("a directive has no name");
    const isBlock = this.#text[this.#at] === "{";
    const end = this.#lines.place(this.#at, this.#at + 1);
    const at = this.#lines.place(start, isBlock ? this.#at : this.#at + 1);
    this.#at += 1;
    if (isBlock && name.text.endsWith("_by_lua_block")) {
      this.#skipLua();
      return { name: name.text, key: name, arguments: rest, block: [], at, end };
    }
    return { name: name.text, key: name, arguments: rest, block: isBlock ? this.directives(true) : null, at, end };
  }

  #word(): Word {
    const start = this.#at;
    const first = this.#text[start]!;
    const quote = first === '"' || first === "'" ? first : "";
    if (quote !== "") this.#at += 1;
    let text = "";
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined) this.#fail(quote === "" ? "a directive has no semicolon" : "a quote is not closed");
      if (quote === "" ? this.#endsWord(next) : next === quote) break;
      text += next === "\\" ? this.#escaped() : next;
      this.#at += 1;
    }
    if (quote !== "") this.#at += 1;
    return { text, at: this.#lines.place(start, this.#at), quote };
  }

  /** A brace ends a word but for that of `${name}`, and those that a regular expression begins with quotes for. */
  #endsWord(next: string): boolean {
    return /[\s;]/.test(next) || (next === "{" && this.#text[this.#at - 1] !== "$");
  }

  /** What a backslash and the next character are. */
  #escaped(): string {
    this.#at += 1;
    const next = this.#text[this.#at];
    if (next === undefined) this.#fail("a directive has no semicolon");
    if (next === '"' || next === "'" || next === "\\") return next;
    return { t: "\t", r: "\r", n: "\n" }[next] ?? `\\${next}`;
  }

  #skipSpace(): void {
    const space = /(?:\s|#[^\n]*)*/y;
    space.lastIndex = this.#at;
    space.exec(this.#text);
    this.#at = space.lastIndex;
  }

  /** Another language, of which the braces alone are counted. */
  #skipLua(): void {
    for (let depth = 1; depth > 0; this.#at += 1) {
      const next = this.#text[this.#at];
      if (next === undefined) this.#fail("a block has no closing brace");
      if (next === "{") depth += 1;
      if (next === "}") depth -= 1;
    }
  }

  #fail(why: string): never {
    // Braces of templates are blocks without a name to nginx.
    const said = /\{\{|\{%/.test(this.#text) ? "this is a template, which has to be rendered first" : why;
    throw new ReadError(said, { path: this.#path, span: this.#lines.span(this.#at, this.#at) });
  }
}
