import type { OriginRule } from "../../block.ts";
import { compileExpression } from "../../expression/parse-expression.ts";
import type { Place } from "../../finding.ts";
import type { Compared, SimulatedRequest } from "../../simulation/simulation.ts";
import type { Directive, Word } from "./parse-nginx.ts";
import { textOf } from "./level.ts";
import { printWord } from "./print-word.ts";

const variablePattern = /\$(?:\{(\w+)\}|(\w+))/g;

/** The names of the variables in a text. */
export function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(variablePattern)].map(([, braced, plain]) => braced ?? plain ?? "");
}

/** What is known of every request. */
export const toldByRequests: ReadonlySet<string> = new Set([
  "http_origin",
  "request_method",
  "http_access_control_request_method",
  "http_access_control_request_headers",
  "uri",
  "document_uri",
  "request_uri",
  "scheme",
]);

/** The variables of one request. */
export class Variables {
  readonly #request: SimulatedRequest;
  readonly #maps: ReadonlyMap<string, Directive>;
  readonly #set = new Map<string, string>();
  readonly #compared: Compared;
  /** Maps that are being worked out: one that asks for itself has no value. */
  readonly #pending = new Set<string>();

  constructor(request: SimulatedRequest, maps: ReadonlyMap<string, Directive>, compared: Compared) {
    this.#request = request;
    this.#maps = maps;
    this.#compared = compared;
  }

  set(name: string, value: string): void {
    this.#set.set(name, value);
  }

  /** A text with the values of its variables in their place. */
  expand(text: string): string {
    return text.replaceAll(variablePattern, (_, braced?: string, plain?: string) => this.value(braced ?? plain ?? ""));
  }

  /** The same, or nothing where it has a variable that is not told: a part of a value is none. */
  expandTold(text: string): string {
    return variablesOf(text).every((name) => this.#set.has(name) || this.#maps.has(name) || toldByRequests.has(name))
      ? this.expand(text)
      : "";
  }

  value(name: string): string {
    const set = this.#set.get(name);
    if (set !== undefined) return set;
    const map = this.#maps.get(name);
    if (map === undefined) return this.#known(name);
    if (this.#pending.has(name)) return "";
    this.#pending.add(name);
    const value = this.#valueOfMap(map);
    this.#pending.delete(name);
    // A map is worked out once, as nginx does.
    this.#set.set(name, value);
    return value;
  }

  /** Whether a value matches, which sets the captures. */
  matches(value: string, rule: OriginRule): boolean {
    this.#compared(value, rule);
    if (rule.kind === "exact")
      return rule.ignoresCase === true ? value.toLowerCase() === rule.origin.toLowerCase() : value === rule.origin;
    if (rule.kind !== "expression") return false;
    const match = compileExpression(rule)?.exec(value) ?? null;
    if (match === null) return false;
    for (const [index, text = ""] of match.entries()) if (index > 0) this.#set.set(String(index), text);
    for (const [name, text] of Object.entries(match.groups ?? {})) this.#set.set(name, text ?? "");
    return true;
  }

  #known(name: string): string {
    const { method, path, origin, requestMethod, requestHeaders } = this.#request;
    switch (name) {
      case "http_origin":
        return origin ?? "";
      case "request_method":
        return method;
      case "http_access_control_request_method":
        return requestMethod ?? "";
      case "http_access_control_request_headers":
        return requestHeaders ?? "";
      case "uri":
      case "document_uri":
      case "request_uri":
        return path;
      case "scheme":
        return "https";
      default:
        return "";
    }
  }

  /** @see https://nginx.org/en/docs/http/ngx_http_map_module.html */
  #valueOfMap(map: Directive): string {
    const value = this.expand(textOf(map.arguments[0]));
    const rows = (map.block ?? []).filter(({ name }) => !(name in mapParameters));
    const plain = rows.filter(({ name }) => !name.startsWith("~"));
    const expressions = rows.filter(({ name }) => name.startsWith("~"));
    // Texts are asked for first, in whatever order they stand.
    const found = [...plain, ...expressions].find((row) => this.matches(value, ruleOfRow(row)));
    const fallback = map.block?.find(({ name }) => name === "default");
    return this.expand(textOf((found ?? fallback)?.arguments[0]));
  }
}

const mapParameters = { default: true, hostnames: true, volatile: true, include: true };

function ruleOfRow(row: Directive): OriginRule {
  const { name, at } = row;
  const ignoresCase = name.startsWith("~*");
  if (!name.startsWith("~")) return { kind: "exact", origin: name.replace(/^\\(?=.)/, ""), ignoresCase: true, at };
  return expressionRule(name.slice(ignoresCase ? 2 : 1), ignoresCase, at, row.key, name.slice(0, ignoresCase ? 2 : 1));
}

/** An expression of a map or a condition; what it lets in is told from the whole value of the request. */
export function expressionRule(source: string, ignoresCase: boolean, at: Place, word: Word, operator = ""): OriginRule {
  return {
    kind: "expression",
    source,
    ignoresCase,
    echo: "request",
    at,
    print: (changed) => ({ span: word.at.span, text: printWord(`${operator}${changed}`, word.quote) }),
  };
}
