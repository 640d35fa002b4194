import type { Block, Scope } from "../../block.ts";
import { itemsAt, scalarAt, textAt, valueAt } from "../../data/data.ts";
import type { Data } from "../../data/data.ts";
import { parseData } from "../../data/parse-data.ts";
import type { Dialect } from "../../reading.ts";
import { headerBlock } from "../header-block.ts";
import type { HeaderLine } from "../header-block.ts";
import { pathScope } from "../path-scope.ts";
import { unanswered } from "./unanswered.ts";

/**
 * `hosting.headers` of a `firebase.json`. OPTIONS is answered with 200 for a file that exists, and with 404 else.
 *
 * @see https://firebase.google.com/docs/hosting/full-config#headers
 */
export const firebase: Dialect = {
  name: "firebase",
  title: "Firebase Hosting",
  recognizes: ({ path }) => /(?:^|[/\\])firebase\.json$/.test(path),
  read: (files) => ({
    blocks: files.flatMap((file) => parseData(file).flatMap((document) => hostsOf(document).flatMap(blocksOf))),
    unseen: [],
    findings: [],
  }),
};

/** One host, or a list of them. */
function hostsOf(document: Data): readonly Data[] {
  const hosting = valueAt(document, "hosting");
  if (hosting === undefined) return [];
  return hosting.kind === "list" ? hosting.items : [hosting];
}

function blocksOf(host: Data): readonly Block[] {
  return itemsAt(host, "headers").flatMap((rule) => {
    const found = headerBlock(keyedLines(rule), {
      scope: scopeOf(rule),
      target: { name: "firebase" },
      preflight: unanswered,
    });
    return found === null ? [] : [{ ...found, isPart: found.scope.kind === "exact" }];
  });
}

/** `headers` of a rule, each with `key` and `value`. */
export function keyedLines(rule: Data): readonly HeaderLine[] {
  return itemsAt(rule, "headers").map((header) => ({
    name: textAt(header, "key") ?? "",
    value: textAt(header, "value") ?? "",
    at: scalarAt(header, "value")?.at ?? header.at,
  }));
}

/** `**`, `/api/**`, one path, or any other glob or expression. */
function scopeOf(rule: Data): Scope {
  const text = textAt(rule, "source") ?? textAt(rule, "glob") ?? textAt(rule, "regex") ?? "";
  const path = text.startsWith("/") ? text : `/${text}`;
  if (valueAt(rule, "regex") !== undefined) return { kind: "other", text };
  return path.endsWith("/**") ? pathScope("prefix", path.slice(0, -2), text) : pathScope("exact", path, text);
}
