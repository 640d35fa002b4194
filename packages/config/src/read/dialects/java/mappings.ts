import type { Scope } from "../../block.ts";
import { listedValues, textOf } from "../braces/listed.ts";
import type { Constants } from "../source/constants.ts";
import type { SourceText } from "../source/source-text.ts";
import { ValueReader } from "../source/values.ts";
import type { Value } from "../source/values.ts";
import { pathScope } from "../path-scope.ts";

/** What `@RequestMapping("/api")` and its like say. */
interface Mapping {
  readonly index: number;
  readonly paths: readonly (string | null)[];
  readonly methods: readonly Value[];
}

/** The paths that an annotation of a class or a method is for, and the methods that are handled there. */
export function mappingOf(
  source: SourceText,
  index: number,
  constants: Constants,
): { readonly scope: Scope; readonly methods: readonly Value[] } {
  const { tokens } = source;
  const all = mappingsIn(source, constants);
  const isName = (at: number, text: string): boolean => tokens[at]?.kind === "name" && tokens[at]?.text === text;
  const classAt = tokens.findIndex((_, at) => isName(at, "class"));
  const ofClass = all.find((mapping) => mapping.index < classAt);
  const base = ofClass?.paths[0] ?? "";
  if (index < classAt) {
    const inside = all.filter((mapping) => mapping !== ofClass);
    const scope = ofClass?.paths.includes(null) === true ? worked : pathScope("prefix", slashed(base), base);
    return { scope, methods: inside.flatMap(({ methods }) => methods) };
  }
  // The one beside it, before or behind.
  const own = all
    .filter((mapping) => mapping.index > classAt && Math.abs(mapping.index - index) < 40)
    .toSorted((a, b) => Math.abs(a.index - index) - Math.abs(b.index - index))[0];
  const path = own?.paths.includes(null) === true ? null : `${slashed(base)}${slashed(own?.paths[0] ?? "")}`;
  const scope = path === null || own === undefined ? worked : pathScope("exact", path === "" ? "/" : path);
  return { scope, methods: own?.methods ?? [] };
}

const worked: Scope = { kind: "other", text: "A path that is worked out" };

function slashed(path: string): string {
  const without = path.replace(/\/+$/, "");
  return without === "" || without.startsWith("/") ? without : `/${without}`;
}

function mappingsIn(source: SourceText, constants: Constants): readonly Mapping[] {
  return source.tokens.flatMap(({ kind, text, start, end }, index): readonly Mapping[] => {
    const [, method] = /^(Request|Get|Post|Put|Delete|Patch)Mapping$/.exec(text) ?? [];
    if (kind !== "name" || method === undefined || source.tokens[index - 1]?.text !== "@") return [];
    const call = source.tokens[index + 1]?.text === "(" ? new ValueReader(source, index).call() : null;
    const given = call?.values[0] ?? call?.keywords.get("value") ?? call?.keywords.get("path");
    const named: Value = {
      kind: "text",
      text: method.toUpperCase(),
      isOpen: false,
      at: source.place(start, end),
      raw: text,
    };
    const methods = method === "Request" ? listedValues(call?.keywords.get("method"), constants) : [named];
    return [{ index, paths: listedValues(given, constants).map(textOf), methods }];
  });
}
