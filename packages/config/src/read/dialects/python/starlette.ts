import { block } from "../../block.ts";
import type { Block, HeaderWords, OriginRule } from "../../block.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import type { FoundCall, Value } from "../source/values.ts";
import { originsOf } from "./origin-rules.ts";
import { Options } from "./read-options.ts";
import type { Note } from "./read-options.ts";

/**
 * `CORSMiddleware` of Starlette, which is FastAPI's: around an application, or added to it.
 *
 * @see https://www.starlette.io/middleware/#corsmiddleware
 */
export function readStarlette(call: FoundCall, source: SourceText, constants: Constants, note: Note): Block {
  const { at } = call;
  const options = new Options((name) => call.keywords.get(name), constants, note);
  const credentials = options.flag("allow_credentials");
  const listed = options.value("allow_origins");
  const expression = options.value("allow_origin_regex");
  const found = [
    ...(listed === undefined ? [] : [originsOf(listed, constants, () => false, "fullmatch")]),
    ...(expression === undefined ? [] : [originsOf(expression, constants, () => true, "fullmatch")]),
  ];
  for (const value of found.flatMap(({ unknown }) => unknown))
    note(value.at, "Which origins may read is not told by this file alone.");
  const rules = found.flatMap((one) => one.rules);
  // A cookie makes of the star whatever origin asks, and so does a preflight.
  const origins = rules.map((rule): OriginRule =>
    rule.kind === "any" && credentials ? { kind: "repeated", at: rule.at } : rule,
  );
  const varies = /\.add_vary_header\(\s*["']Origin["']\s*\)/i.test(source.raw(0, source.tokens.at(-1)?.end ?? 0));
  const isAdded = /(?:^|\.)(?:add_middleware|Middleware)$/.test(call.name);
  return block({
    at,
    scope: { kind: "all" },
    origins,
    credentials,
    methods: options.words(["GET"], "allow_methods"),
    requestHeaders: requestHeadersOf(options, source),
    exposedHeaders: options.words([], "expose_headers"),
    maxAge: options.seconds(600, "max_age"),
    vary: {
      is: varies ? "always" : "sometimes",
      at,
      write: "add it to every answer, by a middleware around this one",
    },
    errors: isAdded
      ? { is: "lost", at, write: "wrap the application, where exceptions pass too: app = CORSMiddleware(app, …)" }
      : { is: "kept" },
    preflight: {
      answered: { is: "preflights" },
      granted: { is: true },
      afterAuthentication: { is: "unknown" },
    },
  });
}

const header = "Access-Control-Allow-Headers";

/** Content-Type is allowed whatever is listed, unless a middleware around this one says otherwise. */
function requestHeadersOf(options: Options, source: SourceText): HeaderWords {
  const listed = options.requestHeaders([], "allow_headers");
  if (listed === "*" || listed === "repeated") return "repeated";
  if (listed.includes("*")) return listed;
  const isAbout = (index: number): boolean =>
    source.tokens[index]?.kind === "text" && source.tokens[index].text === header;
  for (const index of source.tokens.keys()) {
    if (!isAbout(index + 2) || source.tokens[index + 1]?.text !== "[") continue;
    const before = source.tokens[index - 1];
    const [, , , , equals, value] = source.tokens.slice(index, index + 6);
    if (equals?.text === "=" && value?.kind === "text") return value.text.split(",").map((word) => word.trim());
    if (before?.text === "del") return [];
  }
  return [...listed, "Content-Type"].filter(
    (word, index, all) => all.findIndex((other) => other.toLowerCase() === word.toLowerCase()) === index,
  );
}

/** The arguments of `app.add_middleware(CORSMiddleware, …)` or `CORSMiddleware(app, …)`. */
export function isStarletteCall({ name, values }: FoundCall): boolean {
  const isMiddleware = (value: Value | undefined): boolean =>
    value?.kind === "name" && /(?:^|\.)CORSMiddleware$/.test(value.name);
  return (
    /(?:^|\.)CORSMiddleware$/.test(name) ||
    (/(?:^|\.)(?:add_middleware|Middleware)$/.test(name) && isMiddleware(values[0]))
  );
}
