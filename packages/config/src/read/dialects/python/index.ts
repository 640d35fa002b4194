import type { Block, Scope } from "../../block.ts";
import type { Place } from "../../finding.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { corsResponseHeaders } from "../../../plan/create-plan.ts";
import { wsgiProgram } from "../../../targets/wsgi.ts";
import { Constants } from "../source/constants.ts";
import { otherProgram, readGrants } from "../source/generated-grants.ts";
import type { GrantTables } from "../source/generated-grants.ts";
import { tokenize } from "../source/source-text.ts";
import type { SourceText } from "../source/source-text.ts";
import { callsIn } from "../source/values.ts";
import type { FoundCall, Value } from "../source/values.ts";
import { writtenBlock } from "../source/written-headers.ts";
import { readDjangoSettings, usualHeaders, usualMethods } from "./django-cors-headers.ts";
import { readFlaskCors } from "./flask-cors.ts";
import { pythonLexis } from "./lexis.ts";
import { isStarletteCall, readStarlette } from "./starlette.ts";
import { writtenParts } from "./written.ts";

/** Programs in Python: flask-cors, django-cors-headers, Starlette and FastAPI, and headers that are set by hand. */
export const python: Dialect = {
  name: "python",
  title: "Python",
  recognizes: ({ path }) => /\.pyi?$/i.test(path),
  read: (files): Told => {
    const unseen: Unseen[] = [];
    // Most programs have nothing to do with CORS, and say so at once.
    const about = files.filter(({ text }) => /cors|cross_origin|access-control-/i.test(text));
    return { blocks: about.flatMap((file) => readFile(file, unseen)), unseen, findings: [] };
  },
};

function readFile(file: SourceFile, unseen: Unseen[]): readonly Block[] {
  const source = tokenize(file, pythonLexis);
  const constants = new Constants(source, defaults);
  const grants = readGrants(constants, tables);
  if (grants !== null) {
    unseen.push(...otherProgram(file, [wsgiProgram(corsResponseHeaders)]));
    return grants;
  }
  const note = (at: Place, why: string): void => {
    unseen.push({ ...at, why });
  };
  const calls = callsIn(source);
  const starlette = calls.filter(isStarletteCall).map((call) => readStarlette(call, source, constants, note));
  const flask = calls
    .filter(({ name }) => /(?:^|\.)(?:CORS|cross_origin)$/.test(name))
    .flatMap((call) => readFlaskCors(call, constants, note, (one) => routeOf(one, source)));
  const settings = readDjangoSettings(constants, note);
  // What edits the headers of a library is no policy of its own.
  const written =
    starlette.length > 0
      ? []
      : writtenParts(source, constants).flatMap((part) => writtenBlock(part, unseen, write) ?? []);
  return [...starlette, ...flask, ...(settings === null ? [] : [settings]), ...written];
}

const write = { vary: 'add Origin to Vary in every answer: response.headers.add("Vary", "Origin")' };

/** Lists that settings are built on. */
const defaults = { default_methods: usualMethods, default_headers: usualHeaders };

/** The path of `@app.route("/api")` before a decorator. */
function routeOf({ index }: FoundCall, { tokens }: SourceText): Scope {
  const at = tokens
    .slice(0, index)
    .findLastIndex(({ kind, text }) => kind === "name" && /\.(?:route|get|post|put|patch|delete)$/.test(text));
  const path = tokens[at + 2];
  const isDecorator = at > 0 && tokens[at - 1]?.text === "@" && index - at < 40 && path?.kind === "text";
  if (isDecorator && /^(?:\/|(?:\/[\w.~-]+)+)$/.test(path.text)) return { kind: "exact", path: path.text };
  return { kind: "other", text: isDecorator ? path.text : "A view with cross_origin" };
}

const tables: GrantTables = {
  grants: "GRANTS",
  routes: "ROUTES",
  fallback: "FALLBACK",
  anyMethod: "any_method",
  anyHeader: "any_header",
  expressionOf: (value) => {
    const [text, flags] = value.kind === "call" ? value.values : [];
    return text?.kind === "text" ? { source: text.text, ignoresCase: flags !== undefined, whole: true } : null;
  },
  // `(re.compile(r"/api(/|\Z)").match, 1)`
  routeOf: (route) => {
    if (!("kind" in route) || route.kind !== "list") return null;
    const [takes, number] = route.values;
    const expression = takes === undefined ? null : firstCall(takes);
    const [text, flags] = expression?.kind === "call" ? expression.values : [];
    if (text?.kind !== "text" || number?.kind !== "number") return null;
    const source = `^${text.text.replaceAll(String.raw`\Z`, "$")}`;
    return { source, ignoresCase: flags !== undefined, number: number.number, at: route.at };
  },
};

function firstCall(value: Value): Value {
  return value.kind === "join" ? value.values[0]! : value;
}
