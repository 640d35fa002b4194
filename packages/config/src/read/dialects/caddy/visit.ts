import type { OriginRule } from "../../block.ts";
import { compileExpression } from "../../expression/parse-expression.ts";
import type { Place } from "../../finding.ts";
import type { PlacedJson } from "../../placed-json.ts";
import { corsRequestHeader } from "../../simulation/cors-request-header.ts";
import type { Compared, SimulatedHeader, SimulatedRequest } from "../../simulation/simulation.ts";

/** What handlers know of one request, and what they have done by now. */
export class Visit {
  readonly request: SimulatedRequest;
  /** The site that is asked; null for any. */
  readonly host: string | null;
  /** As a rewrite left it. */
  path: string;
  headers: readonly SimulatedHeader[] = [];
  /** What waits until the answer is written. */
  readonly deferred: (() => void)[] = [];
  /** Names, in lower case, that what comes from an application has no more. */
  readonly stripped: Set<string> = new Set();
  asksPassword = false;
  readonly variables: Map<string, string> = new Map();
  /** The maps that make a placeholder's value: they are worked out when somebody asks. */
  readonly maps: Map<string, PlacedJson> = new Map();
  readonly note: (at: Place, why: string) => void;
  readonly #compared: Compared;
  readonly #pending = new Set<string>();
  readonly #captures = new Map<string, string>();

  constructor(
    request: SimulatedRequest,
    host: string | null,
    compared: Compared,
    note: (at: Place, why: string) => void,
  ) {
    this.request = request;
    this.host = host;
    this.path = request.path;
    this.#compared = compared;
    this.note = note;
  }

  /** The value of a request header; "" for what is not known of. */
  header(name: string): string {
    return corsRequestHeader(this.request, name) ?? "";
  }

  /** A text with the values of its placeholders in their place. */
  expand(text: string): string {
    return text.replaceAll(/\{([^{}\s]+)\}/g, (_, name: string) => this.placeholder(name));
  }

  /** @see https://caddyserver.com/docs/json/apps/http/#docs */
  placeholder(name: string): string {
    const header = "http.request.header.";
    if (name.startsWith(header)) return this.header(name.slice(header.length));
    if (name.startsWith("http.vars.")) return this.variables.get(name.slice("http.vars.".length)) ?? "";
    if (name.startsWith("http.regexp.")) return this.#captures.get(name.slice("http.regexp.".length)) ?? "";
    switch (name) {
      case "http.request.method":
      case "http.request.orig_method":
        return this.request.method;
      case "http.request.uri":
      case "http.request.uri.path":
        return this.path;
      case "http.request.orig_uri":
      case "http.request.orig_uri.path":
        return this.request.path;
      case "http.request.scheme":
        return "https";
      default:
        return this.#valueOfMap(name);
    }
  }

  /** Whether a value is what a rule says; the groups of an expression can be asked for by its name. */
  matches(value: string, rule: OriginRule, name = ""): boolean {
    this.#compared(value, rule);
    if (rule.kind === "exact") return value === rule.origin;
    if (rule.kind !== "expression") return false;
    const match = compileExpression(rule)?.exec(value) ?? null;
    for (const [index, text = ""] of match?.entries() ?? []) {
      this.#captures.set(String(index), text);
      this.#captures.set(`${name}.${index}`, text);
    }
    return match !== null;
  }

  /** @see https://caddyserver.com/docs/json/apps/http/servers/routes/handle/map/ */
  #valueOfMap(name: string): string {
    const map = this.maps.get(name);
    // A map that asks for itself has no value.
    if (map === undefined || this.#pending.has(name)) return "";
    this.#pending.add(name);
    const value = this.#outputOf(map, name);
    this.#pending.delete(name);
    return value;
  }

  #outputOf(map: PlacedJson, name: string): string {
    const index = map.listAt("destinations").findIndex(({ text }) => text === `{${name}}`);
    const value = this.expand(map.get("source")?.text ?? "");
    for (const row of map.listAt("mappings")) {
      const rule = ruleOfRow(row);
      if (!this.matches(value, rule)) continue;
      const output = row.listAt("outputs")[index];
      if (output === undefined || output.isNull) continue;
      const text = (output.text ?? "").replaceAll(
        /\$\{?(\d+)\}?/g,
        (_, group: string) => this.#captures.get(group) ?? "",
      );
      return this.expand(text);
    }
    return this.expand(map.listAt("defaults")[index]?.text ?? "");
  }
}

function ruleOfRow(row: PlacedJson): OriginRule {
  const source = row.get("input_regexp")?.text ?? null;
  if (source !== null) return expressionRule(source, row.at);
  return { kind: "exact", origin: row.get("input")?.text ?? "", at: row.at };
}

/** Go's expressions, of which a flag may stand behind `^`. */
export function expressionRule(source: string, at: Place): OriginRule {
  const bare = source.replace(/^(\^?)\(\?i\)/, "$1");
  return { kind: "expression", source: bare, ignoresCase: bare !== source, echo: "request", at };
}
