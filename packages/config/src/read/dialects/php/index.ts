import type { Block } from "../../block.ts";
import type { Dialect, SourceFile, Told, Unseen } from "../../reading.ts";
import { corsResponseHeaders } from "../../../plan/create-plan.ts";
import { phpCode, phpOpening } from "../../../targets/php.ts";
import { Constants } from "../source/constants.ts";
import { otherProgram, readGrants } from "../source/generated-grants.ts";
import type { GrantTables } from "../source/generated-grants.ts";
import { tokenize } from "../source/source-text.ts";
import type { Value } from "../source/values.ts";
import { writtenBlock } from "../source/written-headers.ts";
import { readLaravel } from "./laravel.ts";
import { phpLexis } from "./lexis.ts";
import { withoutDelimiters } from "./perl-expression.ts";
import { writtenParts } from "./written.ts";

/** Programs in PHP: `header(…)`, the methods of frameworks that set headers, and the options of Laravel. */
export const php: Dialect = {
  name: "php",
  title: "PHP",
  recognizes: ({ path }) => /\.(?:php\d?|phtml|inc)$/i.test(path),
  read: (files): Told => {
    const unseen: Unseen[] = [];
    // Most programs have nothing to do with CORS, and say so at once.
    const about = files.filter(({ text }) => /cors|access-control-|supports_?credentials/i.test(text));
    return { blocks: about.flatMap((file) => readFile(file, unseen)), unseen, findings: [] };
  },
};

function readFile(file: SourceFile, unseen: Unseen[]): readonly Block[] {
  const source = tokenize(file, phpLexis);
  const constants = new Constants(source);
  const grants = readGrants(constants, tables);
  if (grants === null)
    return (
      readLaravel(source, unseen) ??
      writtenParts(source, constants).flatMap((part) => writtenBlock(part, unseen, write) ?? [])
    );
  unseen.push(
    ...otherProgram(file, [phpOpening]),
    ...otherProgram(file, [phpCode(corsResponseHeaders, true), phpCode(corsResponseHeaders, false)]),
  );
  return grants;
}

const write = { vary: "write header('Vary: Origin', false); whatever the origin is" };

const tables: GrantTables = {
  grants: "$grants",
  routes: "$routes",
  fallback: "$number",
  anyMethod: "anyMethod",
  anyHeader: "anyHeader",
  expressionOf: (value) => expressionOf(value),
  // `'~\A/api(/|\z)~' => 1`
  routeOf: (route) => {
    if ("kind" in route) return null;
    const [key, number] = route;
    const expression = expressionOf(key);
    if (expression === null || number.kind !== "number") return null;
    const source = expression.source
      .replaceAll(String.raw`\A`, "^")
      .replaceAll(String.raw`\z`, "$")
      .replaceAll(String.raw`\~`, "~");
    return { source, ignoresCase: expression.ignoresCase, number: number.number, at: key.at };
  },
};

function expressionOf(value: Value): ReturnType<typeof withoutDelimiters> {
  return value.kind === "text" ? withoutDelimiters(value.text) : null;
}
