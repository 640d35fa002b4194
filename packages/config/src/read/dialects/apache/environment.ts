import type { OriginRule } from "../../block.ts";
import { compileExpression } from "../../expression/parse-expression.ts";
import { corsRequestHeader } from "../../simulation/cors-request-header.ts";
import type { Compared, SimulatedRequest } from "../../simulation/simulation.ts";

/** What directives know of one request: its headers, and the variables that are set so far. */
export class Environment {
  readonly request: SimulatedRequest;
  readonly #compared: Compared;
  readonly #variables = new Map<string, string>();
  #captures: readonly (string | undefined)[] = [];
  /** Whether an expression asked for the origin in a way that Apache sends `Vary` for by itself. */
  varies = false;

  constructor(request: SimulatedRequest, compared: Compared) {
    this.request = request;
    this.#compared = compared;
  }

  get(name: string): string | undefined {
    return this.#variables.get(name);
  }

  set(name: string, value: string): void {
    this.#variables.set(name, value);
  }

  unset(name: string): void {
    this.#variables.delete(name);
  }

  header(name: string): string {
    return corsRequestHeader(this.request, name) ?? "";
  }

  /** What `%{NAME}` is in conditions. */
  serverVariable(name: string): string {
    const { method, path } = this.request;
    switch (name.toUpperCase()) {
      case "REQUEST_METHOD":
        return method;
      case "REQUEST_URI":
      case "REQUEST_FILENAME":
        return path;
      case "THE_REQUEST":
        return `${method} ${path} HTTP/1.1`;
      case "HTTP_ORIGIN":
        return this.header("Origin");
      case "HTTPS":
        return "on";
      default:
        return "";
    }
  }

  equals(value: string, rule: Extract<OriginRule, { readonly kind: "exact" }>): boolean {
    this.#compared(value, rule);
    return value === rule.origin;
  }

  /** Whether an expression matches; if so, `$1` is from it. */
  matches(value: string, rule: Extract<OriginRule, { readonly kind: "expression" }>): boolean {
    this.#compared(value, rule);
    const match = compileExpression(rule)?.exec(value) ?? null;
    if (match !== null) this.#captures = [...match];
    return match !== null;
  }

  /** A text with `$0` to `$9`, or `%0` to `%9`, from the last expression that matched. */
  withCaptures(text: string): string {
    return text.replaceAll(/[$%](\d)/g, (_, index: string) => this.#captures[Number(index)] ?? "");
  }
}
