import type { Place } from "../../finding.ts";
import { Environment } from "./environment.ts";

/**
 * Whether an expression of Apache's own language holds; null if it holds what is not known here.
 *
 * @see https://httpd.apache.org/docs/2.4/expr.html
 */
export function evaluateExpression(text: string, environment: Environment, at: Place): boolean | null {
  try {
    const evaluation = new Evaluation(text, environment, at);
    return evaluation.whole();
  } catch (error) {
    if (error instanceof NotKnown) return null;
    throw error;
  }
}

/** A text with the values of `%{NAME}` and `%{function:argument}` in their place. */
export function expandText(text: string, environment: Environment): string {
  return text.replaceAll(/%\{(?:(\w+):)?([^}]*)\}/g, (_, name: string | undefined, argument: string) =>
    name === undefined ? environment.serverVariable(argument) : (call(name, argument, environment) ?? ""),
  );
}

class NotKnown extends Error {
  override readonly name = "NotKnown";
}

function call(name: string, argument: string, environment: Environment): string | null {
  switch (name.toLowerCase()) {
    case "req":
    case "http":
      if (argument.toLowerCase() === "origin") environment.varies = true;
      return environment.header(argument);
    case "req_novary":
      return environment.header(argument);
    case "reqenv":
    case "env":
    case "note":
      return environment.get(argument) ?? "";
    case "tolower":
      return argument.toLowerCase();
    default:
      return null;
  }
}

const token =
  /\s*(?:(&&|\|\||==|!=|=~|!~|[(){},!]|-[a-zA-Z]+(?=\s))|m(\W)((?:\\.|(?!\2).)*)\2(\w*)|\/((?:\\.|[^/\\])*)\/(\w*)|'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|(%\{[^}]*\}|\$\d)|([\w.-]+))/y;

type Token =
  | { readonly kind: "sign" | "text" | "name"; readonly text: string }
  | { readonly kind: "expression"; readonly text: string; readonly flags: string };

class Evaluation {
  readonly #tokens: readonly Token[];
  #environment: Environment;
  readonly #at: Place;
  #next = 0;

  constructor(text: string, environment: Environment, at: Place) {
    this.#tokens = tokensOf(text);
    this.#environment = environment;
    this.#at = at;
  }

  whole(): boolean {
    const value = this.#or();
    if (this.#next < this.#tokens.length) throw new NotKnown();
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#skip("||")) value = this.#second(value, () => this.#and()) || value;
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#skip("&&")) value = this.#second(!value, () => this.#not()) && value;
    return value;
  }

  /** What comes second is not asked for if the first has decided. */
  #second(isDecided: boolean, read: () => boolean): boolean {
    const before = this.#environment;
    if (isDecided) this.#environment = new Environment(before.request, () => undefined);
    const value = read();
    this.#environment = before;
    return value;
  }

  #not(): boolean {
    if (this.#skip("!")) return !this.#not();
    if (this.#skip("(")) {
      const value = this.#or();
      this.#expect(")");
      return value;
    }
    if (this.#skip("-n")) return this.#word() !== "";
    if (this.#skip("-z")) return this.#word() === "";
    if (this.#skip("-T")) return !["", "0", "off", "false", "no"].includes(this.#word().toLowerCase());
    const first = this.#tokens[this.#next];
    const second = this.#tokens[this.#next + 1];
    const isAlone = second === undefined || (second.kind === "sign" && ["&&", "||", ")"].includes(second.text));
    if (first?.kind === "name" && isAlone && /^(?:true|false)$/i.test(first.text)) {
      this.#next += 1;
      return first.text.toLowerCase() === "true";
    }
    return this.#comparison();
  }

  #comparison(): boolean {
    const value = this.#word();
    const operator = this.#tokens[this.#next];
    this.#next += 1;
    switch (operator?.text) {
      case "==":
      case "!=":
        return this.#equals(value, this.#word()) === (operator.text === "==");
      case "=~":
      case "!~":
        return this.#matches(value) === (operator.text === "=~");
      case "in": {
        this.#expect("{");
        const listed: string[] = [];
        do listed.push(this.#word());
        while (this.#skip(","));
        this.#expect("}");
        return listed.filter((one) => this.#equals(value, one)).length > 0;
      }
      default:
        throw new NotKnown();
    }
  }

  #equals(value: string, origin: string): boolean {
    return this.#environment.equals(value, { kind: "exact", origin, at: this.#at });
  }

  #matches(value: string): boolean {
    const expression = this.#tokens[this.#next];
    this.#next += 1;
    if (expression?.kind !== "expression") throw new NotKnown();
    const { text, flags } = expression;
    const rule = {
      kind: "expression",
      source: text,
      ignoresCase: flags.includes("i"),
      echo: "request",
      at: this.#at,
    } as const;
    return this.#environment.matches(value, rule);
  }

  #word(): string {
    const next = this.#tokens[this.#next];
    this.#next += 1;
    if (next?.kind === "text") return expandText(this.#environment.withCaptures(next.text), this.#environment);
    if (next?.kind !== "name") throw new NotKnown();
    if (!this.#skip("(")) return next.text;
    const argument = this.#word();
    this.#expect(")");
    const value = call(next.text, argument, this.#environment);
    if (value === null) throw new NotKnown();
    return value;
  }

  #skip(text: string): boolean {
    const next = this.#tokens[this.#next];
    const isThere = next?.kind === "sign" && next.text === text;
    if (isThere) this.#next += 1;
    return isThere;
  }

  #expect(text: string): void {
    if (!this.#skip(text)) throw new NotKnown();
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const trimmed = text.trimEnd();
  while (at < trimmed.length) {
    token.lastIndex = at;
    const match = token.exec(trimmed);
    if (match === null) throw new NotKnown();
    at = token.lastIndex;
    const [, sign, , source, flags, slashed, slashedFlags, single, double, variable, name] = match;
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else if (source !== undefined) tokens.push({ kind: "expression", text: source, flags: flags ?? "" });
    else if (slashed !== undefined) tokens.push({ kind: "expression", text: slashed, flags: slashedFlags ?? "" });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else tokens.push({ kind: "text", text: single ?? double ?? variable ?? "" });
  }
  return tokens;
}
