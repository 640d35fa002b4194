import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import { expressionOfGlob } from "../../expression/written-otherwise.ts";
import type { Unseen } from "../../reading.ts";
import type { SourceText } from "../source/source-text.ts";
import { ValueReader } from "../source/values.ts";
import type { Value } from "../source/values.ts";
import { headersOrRepeated, methodsOrRepeated } from "../names.ts";
import { withoutDelimiters } from "./perl-expression.ts";

/**
 * The options of Laravel's middleware, as `config/cors.php` returns them; null if the file is none.
 *
 * @see https://github.com/fruitcake/php-cors
 */
export function readLaravel(source: SourceText, unseen: Unseen[]): readonly Block[] | null {
  const from = source.tokens.findIndex(({ kind, text }) => kind === "name" && text === "return");
  if (from === -1) return null;
  const returned = new ValueReader(source, from + 1).value();
  const options = optionsOf(returned);
  if (!options.has("allowedorigins") || !options.has("supportscredentials")) return null;
  const note = ({ at }: Value, what: string): void => {
    unseen.push({ ...at, why: `${what} is not told by this file alone.` });
  };
  const texts = (name: string, what: string): readonly (Value & { readonly kind: "text" })[] =>
    valuesOf(options.get(name)).flatMap((value) => {
      if (value.kind === "text" && !value.isOpen) return [value];
      note(value, what);
      return [];
    });
  const credentials = options.get("supportscredentials");
  if (credentials !== undefined && credentials.kind !== "flag") note(credentials, "Whether credentials are allowed");
  const hasCredentials = credentials?.kind === "flag" && credentials.flag;
  const patterns = texts("allowedoriginspatterns", "Which origins may read");
  const isSingle = valuesOf(options.get("allowedorigins")).length === 1 && patterns.length === 0;
  const origins = [
    ...originsOf(texts("allowedorigins", "Which origins may read"), isSingle, hasCredentials),
    ...patterns.flatMap(({ text, at }): OriginRule[] => {
      const found = withoutDelimiters(text);
      return found === null ? [] : [{ kind: "expression", ...found, echo: "request", at }];
    }),
  ];
  const names = (name: string, what: string): readonly string[] => texts(name, what).map(({ text }) => text);
  const methods = methodsOrRepeated(names("allowedmethods", "Which methods are allowed"));
  // What is asked for is repeated, whether there are credentials or not.
  const requestHeaders = headersOrRepeated(names("allowedheaders", "Which headers are allowed"), true);
  const exposedHeaders = names("exposedheaders", "Which headers are exposed");
  const maxAge = options.get("maxage");
  const at = (options.get("allowedorigins") ?? returned).at;
  return scopesOf(options.get("paths")).map((scope) =>
    block({
      at,
      scope,
      origins,
      credentials: hasCredentials,
      methods,
      requestHeaders,
      exposedHeaders,
      maxAge: maxAge?.kind === "number" ? maxAge.number : null,
      vary: { is: "always" },
      errors: { is: "kept" },
      preflight: {
        answered: { is: "preflights", at },
        granted: { is: true },
        afterAuthentication: { is: "unknown" },
      },
    }),
  );
}

/** By their names, which earlier versions wrote as `allowedOrigins`. */
function optionsOf(value: Value): ReadonlyMap<string, Value> {
  const entries =
    value.kind === "record"
      ? value.entries.flatMap(([key, one]) => (key.kind === "text" ? [[key.text, one] as const] : []))
      : value.kind === "call" && value.name === "array"
        ? [...value.keywords]
        : [];
  return new Map(entries.map(([name, one]) => [name.replaceAll("_", "").toLowerCase(), one]));
}

function valuesOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.kind === "nothing" || value.kind === "flag") return [];
  if (value.kind === "list") return value.values;
  return value.kind === "call" && value.name === "array" ? value.values : [value];
}

/** `*` stands for anything within an origin. All origins beside credentials are whoever asks. */
function originsOf(
  listed: readonly { readonly text: string; readonly at: Place }[],
  isSingle: boolean,
  hasCredentials: boolean,
): readonly OriginRule[] {
  const star = listed.find(({ text }) => text === "*");
  if (star !== undefined) return [{ kind: hasCredentials ? "repeated" : "any", at: star.at }];
  return listed.map(({ text, at }): OriginRule =>
    text.includes("*") ? expressionOfGlob(text, at) : { kind: "exact", origin: text, constant: isSingle, at },
  );
}

function scopesOf(paths: Value | undefined): readonly Scope[] {
  const listed = valuesOf(paths).flatMap((value) => (value.kind === "text" ? [value.text.replace(/^\//, "")] : []));
  if (listed.length === 0 || listed.includes("*")) return [{ kind: "all" }];
  return listed.map((path): Scope => {
    const base = path.replace(/\/\*$/, "");
    if (!/^[\w.~-]+(?:\/[\w.~-]+)*$/.test(base)) return { kind: "other", text: path };
    return { kind: base === path ? "exact" : "prefix", path: `/${base}` };
  });
}
