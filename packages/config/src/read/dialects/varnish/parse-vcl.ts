import type { Place } from "../../finding.ts";
import type { SourceFile } from "../../reading.ts";
import { parseArguments, parseExpression, parsePrimary } from "./vcl-expression.ts";
import type { Expression } from "./vcl-expression.ts";
import { VclTokens } from "./vcl-tokens.ts";
import type { Token } from "./vcl-tokens.ts";

export interface Vcl {
  /** In their order; those of one name are one subroutine. */
  readonly subroutines: readonly Subroutine[];
  readonly includes: readonly { readonly name: string; readonly at: Place }[];
}

export interface Subroutine {
  readonly name: string;
  readonly statements: readonly Statement[];
}

export type Statement = { readonly at: Place } & (
  | { readonly kind: "set"; readonly name: string; readonly adds: boolean; readonly value: Expression }
  | { readonly kind: "unset" | "call"; readonly name: string }
  | { readonly kind: "return"; readonly action: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "if"; readonly branches: readonly Branch[] }
  | { readonly kind: "other" }
);

interface Branch {
  /** null for `else` */
  readonly condition: Expression | null;
  readonly statements: readonly Statement[];
}

/** @throws ReadError where Varnish would not start either */
export function parseVcl(file: SourceFile): Vcl {
  return new Parser(file).vcl();
}

class Parser {
  readonly #tokens: VclTokens;

  constructor(file: SourceFile) {
    this.#tokens = new VclTokens(file);
  }

  vcl(): Vcl {
    const subroutines: Subroutine[] = [];
    const includes: { name: string; at: Place }[] = [];
    while (this.#tokens.next.kind !== "end") {
      const start = this.#tokens.take();
      if (start.text === "sub") subroutines.push({ name: this.#tokens.take().text, statements: this.#block() });
      else if (start.text === "include") {
        const { text } = this.#tokens.take();
        includes.push({ name: text, at: this.#tokens.placeFrom(start) });
      } else {
        if (start.text === "}") this.#tokens.fail("a closing brace has no block");
        this.#skip();
      }
    }
    return { subroutines, includes };
  }

  #block(): readonly Statement[] {
    this.#tokens.expect("{");
    const statements: Statement[] = [];
    while (!this.#tokens.isNext("}")) {
      if (this.#tokens.next.kind === "end") this.#tokens.fail("a block has no closing brace");
      if (this.#tokens.isNext("{")) statements.push(...this.#block());
      else statements.push(this.#statement());
    }
    this.#tokens.expect("}");
    return statements;
  }

  #statement(): Statement {
    const start = this.#tokens.take();
    switch (start.kind === "name" ? start.text : "") {
      case "set": {
        const name = this.#tokens.take().text;
        const adds = this.#tokens.isNext("+=");
        if (adds) this.#tokens.take();
        else this.#tokens.expect("=");
        const value = parseExpression(this.#tokens);
        this.#tokens.expect(";");
        return { kind: "set", name, adds, value, at: this.#tokens.placeFrom(start) };
      }
      case "unset":
      case "remove": {
        const name = this.#tokens.take().text;
        this.#tokens.expect(";");
        return { kind: "unset", name, at: this.#tokens.placeFrom(start) };
      }
      case "call": {
        const name = this.#tokens.take().text;
        this.#skip();
        return { kind: "call", name, at: this.#tokens.placeFrom(start) };
      }
      case "return":
        return this.#return(start);
      case "error": {
        const status = this.#tokens.isNext(";") ? [] : [parsePrimary(this.#tokens)];
        this.#skip();
        return { kind: "return", action: "synth", arguments: status, at: this.#tokens.placeFrom(start) };
      }
      case "if":
        return this.#if(start);
      default:
        if (start.text !== ";") this.#skip();
        return { kind: "other", at: this.#tokens.placeFrom(start) };
    }
  }

  /** `return;`, `return (deliver);`, `return (synth(204, "No Content"));` */
  #return(start: Token): Statement {
    const action: { name: string; arguments: readonly Expression[] } = { name: "", arguments: [] };
    if (this.#tokens.isNext("(")) {
      this.#tokens.take();
      action.name = this.#tokens.take().text;
      if (this.#tokens.isNext("(")) action.arguments = parseArguments(this.#tokens);
      this.#tokens.expect(")");
    }
    this.#tokens.expect(";");
    return { kind: "return", action: action.name, arguments: action.arguments, at: this.#tokens.placeFrom(start) };
  }

  #if(start: Token): Statement {
    const branches: Branch[] = [];
    for (;;) {
      this.#tokens.expect("(");
      const condition = parseExpression(this.#tokens);
      this.#tokens.expect(")");
      branches.push({ condition, statements: this.#block() });
      if (this.#tokens.isNext("elsif", "elseif", "elif")) this.#tokens.take();
      else if (this.#tokens.isNext("else")) {
        this.#tokens.take();
        if (!this.#tokens.isNext("if")) {
          branches.push({ condition: null, statements: this.#block() });
          break;
        }
        this.#tokens.take();
      } else break;
    }
    return { kind: "if", branches, at: this.#tokens.placeFrom(start) };
  }

  /** What says nothing here, up to its semicolon or the end of its braces. */
  #skip(): void {
    let depth = 0;
    for (;;) {
      if (this.#tokens.next.kind === "end") return;
      if (depth === 0 && this.#tokens.isNext("}")) return;
      const { kind, text } = this.#tokens.take();
      if (kind !== "sign") continue;
      if (text === "{") depth += 1;
      if (text === "}") depth -= 1;
      if ((text === ";" || text === "}") && depth === 0) return;
    }
  }
}
