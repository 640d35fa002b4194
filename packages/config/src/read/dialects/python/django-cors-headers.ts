import { block } from "../../block.ts";
import type { Block, OriginRule, Scope } from "../../block.ts";
import type { Constants } from "../source/constants.ts";
import { originsOf } from "./origin-rules.ts";
import { Options } from "./read-options.ts";
import type { Note } from "./read-options.ts";

/** What the settings of django-cors-headers are called, and were called before. */
const names = {
  origins: ["CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST"],
  expressions: ["CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST"],
  all: ["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"],
} as const;

/**
 * Settings of django-cors-headers; null if the file has none.
 *
 * @see https://github.com/adamchainz/django-cors-headers#configuration
 */
export function readDjangoSettings(constants: Constants, note: Note): Block | null {
  const options = new Options((name) => constants.get(name), constants, note);
  const all = options.value(...names.all);
  const listed = names.origins.flatMap((name) => options.value(name) ?? []);
  const expressions = names.expressions.flatMap((name) => options.value(name) ?? []);
  const [first] = [...(all === undefined ? [] : [all]), ...listed, ...expressions];
  if (first === undefined) return null;
  const { at } = all ?? first;
  const credentials = options.flag("CORS_ALLOW_CREDENTIALS");
  const found = [
    ...listed.map((value) => originsOf(value, constants, () => false, "match")),
    ...expressions.map((value) => originsOf(value, constants, () => true, "match")),
  ];
  for (const value of found.flatMap(({ unknown }) => unknown))
    note(value.at, "Which origins may read is not told by this file alone.");
  const everybody: OriginRule = credentials ? { kind: "repeated", at } : { kind: "any", at };
  return block({
    at,
    scope: scopeOf(options, note),
    origins: options.flag(...names.all) ? [everybody] : found.flatMap(({ rules }) => rules),
    credentials,
    methods: options.words(usualMethods, "CORS_ALLOW_METHODS"),
    requestHeaders: options.requestHeaders(usualHeaders, "CORS_ALLOW_HEADERS"),
    exposedHeaders: options.words([], "CORS_EXPOSE_HEADERS"),
    maxAge: options.seconds(86_400, "CORS_PREFLIGHT_MAX_AGE"),
    vary: { is: "always" },
    errors: { is: "kept" },
    preflight: {
      answered: { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: "unknown" },
    },
  });
}

export const usualMethods: readonly string[] = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"];

export const usualHeaders: readonly string[] = [
  "accept",
  "authorization",
  "content-type",
  "user-agent",
  "x-csrftoken",
  "x-requested-with",
];

/** `CORS_URLS_REGEX = r"^/api/.*$"` */
function scopeOf(options: Options, note: Note): Scope {
  const value = options.value("CORS_URLS_REGEX");
  if (value === undefined) return { kind: "all" };
  if (value.kind !== "text") {
    note(value.at, "CORS_URLS_REGEX is not told by this file alone.");
    return { kind: "all" };
  }
  if (/^\^?\.\*\$?$/.test(value.text)) return { kind: "all" };
  const [, path] = /^\^?((?:\/[\w.~-]+)+)\/(?:\.\*)?\$?$/.exec(value.text) ?? [];
  return path === undefined ? { kind: "other", text: value.text } : { kind: "prefix", path };
}
