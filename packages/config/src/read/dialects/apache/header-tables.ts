import type { Place } from "../../finding.ts";
import type { SimulatedHeader } from "../../simulation/simulation.ts";
import { before } from "../../text-lines.ts";
import type { Environment } from "./environment.ts";
import { evaluateExpression, expandText } from "./evaluate-expression.ts";
import type { Directive, Word } from "./parse-apache.ts";

/**
 * The two tables of headers: what files and proxied applications say, and what errors and CGI have too. An answer has the
 * lines of both; one that ends at a rewrite rule, those of the second alone.
 *
 * @see https://httpd.apache.org/docs/2.4/mod/mod_headers.html#header
 */
export interface HeaderTables {
  readonly onSuccess: readonly SimulatedHeader[];
  readonly always: readonly SimulatedHeader[];
  /** Names, in lower case, that what comes from an application has no more. */
  readonly replaced: ReadonlySet<string>;
}

export function headerTables(directives: readonly Directive[], environment: Environment): HeaderTables {
  const tables = { onSuccess: [] as SimulatedHeader[], always: [] as SimulatedHeader[] };
  const replaced = new Set<string>();
  for (const directive of directives) {
    if (directive.name !== "header") continue;
    const { table, action, name, rest } = parts(directive);
    if (name === undefined || !isMet(rest, environment, directive.at)) continue;
    const lines = tables[table];
    const value = expandValue(rest[0], environment);
    const key = name.toLowerCase();
    const others = lines.filter((line) => line.name.toLowerCase() !== key);
    if (table === "onSuccess" && (action === "unset" || action === "set")) replaced.add(key);
    if (action === "unset" || action === "set") tables[table] = others;
    if (action === "setifempty" && others.length < lines.length) continue;
    if (action === "merge" && lines.some((line) => line.name.toLowerCase() === key && line.value.includes(value)))
      continue;
    if (!adds.has(action)) continue;
    const varyPatch = { span: before(directive.at).span, text: "Header always merge Vary Origin\n" };
    tables[table].push({ name, value, at: directive.at, onErrors: table === "always", varyPatch });
  }
  return { ...tables, replaced };
}

const adds: ReadonlySet<string> = new Set(["set", "add", "append", "merge", "setifempty"]);

interface Parts {
  readonly table: "onSuccess" | "always";
  readonly action: string;
  readonly name: string | undefined;
  /** The value, and the condition. */
  readonly rest: readonly Word[];
}

function parts({ arguments: words }: Directive): Parts {
  const first = words[0]?.text.toLowerCase();
  const isAlways = first === "always";
  const [action, name, ...rest] = isAlways || first === "onsuccess" ? words.slice(1) : words;
  return {
    table: isAlways ? "always" : "onSuccess",
    action: action?.text.toLowerCase() ?? "",
    name: name?.text.replace(/:$/, ""),
    rest,
  };
}

/** `env=NAME`, `env=!NAME`, `expr=…`: the last word, behind the value. */
function isMet(rest: readonly Word[], environment: Environment, at: Place): boolean {
  const text = rest.at(-1)?.text ?? "";
  if (/^env=/i.test(text)) {
    const name = text.slice("env=".length);
    return name.startsWith("!") ? environment.get(name.slice(1)) === undefined : environment.get(name) !== undefined;
  }
  if (rest.length > 1 && /^expr=/i.test(text))
    return evaluateExpression(text.slice("expr=".length), environment, at) === true;
  return true;
}

/** `%{NAME}e` is a variable; `expr=` begins a text with `%{function:argument}`. */
function expandValue(word: Word | undefined, environment: Environment): string {
  const text = word?.text ?? "";
  if (/^env=/i.test(text)) return "";
  if (/^expr=/i.test(text)) return expandText(text.slice("expr=".length), environment);
  return text.replaceAll(/%\{([^}]*)\}([es])|%%/g, (whole, name: string | undefined, kind: string | undefined) => {
    if (whole === "%%") return "%";
    if (kind === "s") return "";
    return environment.get(name ?? "") ?? (name === "HTTP_ORIGIN" ? environment.header("Origin") : "(null)");
  });
}
