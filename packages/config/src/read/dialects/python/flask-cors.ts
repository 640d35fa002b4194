import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import type { Constants } from "../source/constants.ts";
import type { FoundCall, Value } from "../source/values.ts";
import { originsOf } from "./origin-rules.ts";
import { Options } from "./read-options.ts";
import type { Note } from "./read-options.ts";

/**
 * `CORS(app, …)` and `@cross_origin(…)` of flask-cors.
 *
 * @param routeOf the path of the view that a decorator is for
 * @see https://flask-cors.readthedocs.io/en/latest/api.html
 */
export function readFlaskCors(
  call: FoundCall,
  constants: Constants,
  note: Note,
  routeOf: (call: FoundCall) => Scope,
): readonly Block[] {
  const own = (name: string): Value | undefined => call.keywords.get(name);
  if (call.name.endsWith("cross_origin")) return [blockOf(call, own, routeOf(call), constants, note)];
  const resources = own("resources");
  const known = resources === undefined ? undefined : constants.resolve(resources);
  if (known === undefined || known.kind === "nothing") return [blockOf(call, own, { kind: "all" }, constants, note)];
  if (known.kind !== "record") {
    const paths = known.kind === "list" ? known.values : [known];
    return paths.map((path) => blockOf(call, own, scopeOf(path), constants, note));
  }
  return known.entries.map(([path, value]) => {
    const options = constants.resolve(value);
    const entries = new Map(
      options.kind === "record" ? options.entries.map(([key, one]) => [key.kind === "text" ? key.text : "", one]) : [],
    );
    return blockOf({ ...call, at: path.at }, (name) => entries.get(name) ?? own(name), scopeOf(path), constants, note);
  });
}

/** What a path of resources takes: it is an expression that the path has to begin with. */
function scopeOf(value: Value): Scope {
  if (value.kind !== "text") return { kind: "other", text: "A path that is worked out" };
  const path = value.text.replace(/^\^/, "").replace(/(?:\/?\.?\*|\/?\(\.\*\))?\$?$/, "");
  if (path === "" || path === "/") return { kind: "all" };
  return /^(?:\/[\w.~-]+)+$/.test(path) ? { kind: "prefix", path } : { kind: "other", text: value.text };
}

/** Texts with one of these characters are expressions to flask-cors. */
const expressionCharacters = /[*\\\][?$^()]/;

function blockOf(
  { at }: Pick<FoundCall, "at">,
  given: (name: string) => Value | undefined,
  scope: Scope,
  constants: Constants,
  note: Note,
): Block {
  const options = new Options(given, constants, note);
  const credentials = options.flag("supports_credentials");
  const origins = options.value("origins", "origin");
  const isExpression = (text: string): boolean => expressionCharacters.test(text);
  const found =
    origins === undefined
      ? { rules: [{ kind: "any", at } as const], unknown: [] }
      : originsOf(origins, constants, isExpression, "match");
  for (const value of found.unknown) note(value.at, "Which origins may read is not told by this file alone.");
  const rules = found.rules.map((rule): OriginRule =>
    rule.kind === "any" && credentials ? { kind: "repeated", at: rule.at } : rule,
  );
  const isOne = rules.length === 1 && rules[0]!.kind === "exact";
  return block({
    at,
    scope,
    origins: rules,
    credentials,
    methods: options.words(usualMethods, "methods"),
    requestHeaders: options.requestHeaders("repeated", "allow_headers"),
    exposedHeaders: options.words([], "expose_headers"),
    maxAge: options.seconds(null, "max_age"),
    // It says so to those who may read, and of one origin to nobody.
    vary: {
      is: isOne ? "never" : "sometimes",
      at,
      write: 'add it to every answer: @app.after_request and response.vary.add("Origin")',
    },
    errors: { is: "kept" },
    preflight: {
      answered: { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: "unknown" },
    },
  });
}

const usualMethods = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"];
