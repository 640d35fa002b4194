import type { Unseen } from "../../reading.ts";
import { textOf } from "./level.ts";
import type { Directive } from "./parse-nginx.ts";
import { toldByRequests, variablesOf } from "./variables.ts";

/** Who may read, where that is in a variable which nothing in the files gives a value that is known here. */
export function untoldVariables(
  directives: readonly Directive[],
  maps: ReadonlyMap<string, Directive>,
): readonly Unseen[] {
  const all = flat(directives);
  const told = new Set([
    ...toldByRequests,
    ...maps.keys(),
    ...all.flatMap(({ name, arguments: [first] }) => (name === "set" ? variablesOf(textOf(first)) : [])),
    ...all.flatMap(capturesOf),
  ]);
  const names = all.flatMap((directive) =>
    variablesOf(allowedOrigin(directive))
      .filter((name) => !told.has(name) && !/^\d$/.test(name))
      .map((name) => [name, directive] as const),
  );
  // Once for each: the same stands in the answers to preflights, and in the others.
  return [...new Map(names.toReversed())].map(([name, { at }]): Unseen => ({
    ...at,
    why: `What $${name} is, is not told by these files.`,
  }));
}

function flat(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((directive) => [directive, ...flat(directive.block ?? [])]);
}

/** `(?<name>…)` in an expression of a map, a location or a condition. */
function capturesOf({ name, arguments: words }: Directive): readonly string[] {
  const texts = [name, ...words.map(textOf)].join(" ");
  return [...texts.matchAll(/\(\?P?<(\w+)>/g)].map(([, captured]) => captured!);
}

/** The value of Access-Control-Allow-Origin that a directive sets; "" if it sets none. */
function allowedOrigin({ name, arguments: words }: Directive): string {
  const [first, second] = words.map(textOf);
  if (name === "add_header") return /^access-control-allow-origin$/i.test(first ?? "") ? (second ?? "") : "";
  if (name !== "more_set_headers") return "";
  return words.map(textOf).find((text) => /^access-control-allow-origin:/i.test(text)) ?? "";
}
