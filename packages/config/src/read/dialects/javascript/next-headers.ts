import type { Block } from "../../block.ts";
import { itemsAt, textAt } from "../../data/data.ts";
import type { Data, DataEntry } from "../../data/data.ts";
import type { Unseen } from "../../reading.ts";
import { blocksOf } from "../static-hosts/vercel.ts";
import type { Script } from "./parse-javascript.ts";
import type { Value, Values } from "./values.ts";
import { allWithin } from "./walk.ts";

/**
 * `headers()` of a `next.config.js`, which are those of a `vercel.json`. Who answers preflights is for the routes to say.
 *
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/headers
 */
export function readNextHeaders(
  script: Script,
  values: Values,
): { readonly blocks: readonly Block[]; readonly unseen: readonly Unseen[] } {
  const rules = allWithin(script.program, "ObjectExpression")
    .map((node) => values.of(node))
    .filter((value) => value.kind === "record" && value.entries.get("headers")?.kind === "list")
    .map((value) => dataOf(value, script))
    .filter((rule) => rule !== null && textAt(rule, "source") !== undefined);
  const unseen = rules.flatMap((rule) =>
    itemsAt(rule!, "headers").flatMap((header): Unseen[] =>
      /^access-control-allow-origin$/i.test(textAt(header, "key") ?? "") && textAt(header, "value") === undefined
        ? [{ ...header.at, why: "Which origins may read is not told by this file alone." }]
        : [],
    ),
  );
  const blocks = blocksOf(rules.filter((rule) => rule !== null)).map((block) => ({
    ...block,
    target: undefined,
    preflight: { ...block.preflight, answered: { is: "unknown" as const } },
  }));
  return { blocks, unseen };
}

/** A constant as data; null for what is worked out. */
function dataOf(value: Value, script: Script): Data | null {
  const at = script.place(value.node);
  switch (value.kind) {
    case "text":
      return { kind: "scalar", text: value.text, at, print: () => null, alone: () => null };
    case "flag":
      return { kind: "scalar", text: String(value.flag), at, print: () => null, alone: () => null };
    case "number":
      return { kind: "scalar", text: String(value.number), at, print: () => null, alone: () => null };
    case "list":
      return { kind: "list", items: value.values.map((one) => dataOf(one, script)).filter((one) => one !== null), at };
    case "record": {
      const entries = [...value.entries].flatMap(([name, one]): [string, DataEntry][] => {
        const data = dataOf(one, script);
        return data === null ? [] : [[name, { keyAt: data.at, value: data }]];
      });
      return { kind: "map", entries: new Map(entries), at };
    }
    default:
      return null;
  }
}
