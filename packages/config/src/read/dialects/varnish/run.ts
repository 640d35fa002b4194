import type { OriginRule } from "../../block.ts";
import { compileExpression } from "../../expression/parse-expression.ts";
import type { Place } from "../../finding.ts";
import { corsRequestHeader } from "../../simulation/cors-request-header.ts";
import { pathMark } from "../../simulation/simulation.ts";
import type { Compared, SimulatedHeader, SimulatedRequest } from "../../simulation/simulation.ts";

/** What subroutines know of one request and its answer. */
export class Run {
  readonly request: SimulatedRequest;
  readonly note: (at: Place, why: string) => void;
  /** What the answer has by now. */
  headers: readonly SimulatedHeader[] = [];
  /** Names, in lower case, that what comes from an application has no more. */
  readonly stripped: Set<string> = new Set();
  /** Headers that were set before the answer is stored in the cache. */
  readonly stored: SimulatedHeader[] = [];
  status: number | null = null;
  readonly #compared: Compared;
  /** Headers of the request that were set or unset. */
  readonly #own = new Map<string, string | null>();
  #isTelling = true;

  constructor(request: SimulatedRequest, compared: Compared, note: (at: Place, why: string) => void) {
    this.request = request;
    this.#compared = compared;
    this.note = note;
  }

  /** The value of a variable; null if it is not there, `undefined` if these files do not tell. */
  variable(name: string): string | null | undefined {
    const { method, path } = this.request;
    const header = headerOf(name);
    if (header !== null)
      return header.of === "request" ? this.#requestHeader(header.name) : this.#answerHeader(header.name);
    switch (name) {
      case "req.method":
      case "req.request":
      case "bereq.method":
        return method;
      case "req.url":
      case "bereq.url":
        return path;
      case "req.restarts":
      case "bereq.retries":
        return "0";
      case "resp.status":
      case "beresp.status":
      case "obj.status":
        return String(this.status ?? 200);
      case "true":
        return "1";
      case "false":
        return null;
      default:
        return undefined;
    }
  }

  /** Sets a variable, or takes it away. */
  set(name: string, value: string | null, at: Place): void {
    const header = headerOf(name);
    if (header === null) {
      if (/^(?:resp|obj|beresp)\.status$/.test(name) && value !== null) this.status = Number(value);
      return;
    }
    if (header.of === "request") {
      this.#own.set(header.name, value);
      return;
    }
    this.stripped.add(header.name);
    this.headers = this.headers.filter((one) => one.name.toLowerCase() !== header.name);
    if (value === null) return;
    const isStored = name.startsWith("beresp.");
    const set = { name: header.name, value, at, onErrors: !isStored };
    if (isStored) this.stored.push(set);
    this.headers = [...this.headers, set];
  }

  /** Whether a value is what a rule says. */
  matches(value: string, rule: OriginRule): boolean {
    if (this.#isTelling || value.includes(pathMark)) this.#compared(value, rule);
    if (rule.kind === "exact") return value === rule.origin;
    return rule.kind === "expression" && (compileExpression(rule)?.test(value) ?? false);
  }

  /** What is worked out here tells of no comparison but those of paths: an origin may be another path's. */
  silently<Value>(work: () => Value): Value {
    const before = this.#isTelling;
    this.#isTelling = false;
    const value = work();
    this.#isTelling = before;
    return value;
  }

  #requestHeader(name: string): string | null | undefined {
    const own = this.#own.get(name);
    if (own !== undefined) return own;
    if (name === "host" || name === "user-agent") return undefined;
    return corsRequestHeader(this.request, name) ?? null;
  }

  #answerHeader(name: string): string | null {
    return this.headers.find((header) => header.name === name)?.value ?? null;
  }
}

function headerOf(name: string): { readonly of: "request" | "answer"; readonly name: string } | null {
  const match = /^(req|bereq|resp|beresp|obj)\.http\.(.+)$/.exec(name);
  if (match === null) return null;
  return { of: match[1]!.endsWith("req") ? "request" : "answer", name: match[2]!.toLowerCase() };
}
