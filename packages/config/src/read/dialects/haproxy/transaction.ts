import type { OriginRule } from "../../block.ts";
import { compileExpression } from "../../expression/parse-expression.ts";
import type { Place } from "../../finding.ts";
import { corsRequestHeader } from "../../simulation/cors-request-header.ts";
import { pathMark } from "../../simulation/simulation.ts";
import type { Compared, SimulatedHeader, SimulatedRequest } from "../../simulation/simulation.ts";

/** A value of a request or a response: null if it is not there, `undefined` if these files do not tell. */
export type Sample = string | null | undefined;

/** What rules know of one request and its answer so far. */
export class Transaction {
  readonly request: SimulatedRequest;
  /** What the answer has by now. */
  headers: readonly SimulatedHeader[] = [];
  /** Names, in lower case, that what comes from an application has no more. */
  readonly stripped: Set<string> = new Set();
  /** Request headers that are kept for the response's rules: `capture request header`. */
  readonly captured: string[] = [];
  /** Told what cannot be known here. */
  readonly note: (at: Place, why: string) => void;
  readonly #compared: Compared;
  #variables = new Map<string, string>();
  #replaced = new Map<string, string | null>();

  constructor(request: SimulatedRequest, compared: Compared, note: (at: Place, why: string) => void) {
    this.request = request;
    this.#compared = compared;
    this.note = note;
  }

  /** The same, which tells of no comparison but those of paths: an origin that is compared may be another path's. */
  silent(): Transaction {
    const compared: Compared = (value, rule) => {
      if (value.includes(pathMark)) this.#compared(value, rule);
    };
    const copy = new Transaction(this.request, compared, this.note);
    copy.headers = this.headers;
    copy.#variables = this.#variables;
    copy.#replaced = this.#replaced;
    copy.captured.push(...this.captured);
    return copy;
  }

  variable(name: string): string | null {
    return this.#variables.get(name) ?? null;
  }

  setVariable(name: string, value: string | null): void {
    if (value === null) this.#variables.delete(name);
    else this.#variables.set(name, value);
  }

  /** Sets a header of the request, or takes it away. */
  replaceHeader(name: string, value: string | null): void {
    this.#replaced.set(name.toLowerCase(), value);
  }

  requestHeader(name: string): Sample {
    const key = name.toLowerCase();
    const replaced = this.#replaced.get(key);
    if (replaced !== undefined) return replaced;
    return key === "authorization" || key === "cookie" ? null : corsRequestHeader(this.request, key);
  }

  responseHeader(name: string): string | null {
    return this.headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value ?? null;
  }

  /** Whether a value is what a rule says. */
  matches(value: string, rule: OriginRule): boolean {
    this.#compared(value, rule);
    if (rule.kind === "exact")
      return rule.ignoresCase === true ? value.toLowerCase() === rule.origin.toLowerCase() : value === rule.origin;
    return rule.kind === "expression" && (compileExpression(rule)?.test(value) ?? false);
  }
}
