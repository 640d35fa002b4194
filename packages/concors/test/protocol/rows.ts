import { readFileSync } from "node:fs";

/** A case of a table, named by what it teaches. */
export interface Row {
  readonly name: string;
}

/** A long text, as a table writes it. */
export type Text = string | { readonly repeat: string; readonly times: number };

export function rows<R extends Row>(file: string): R[] {
  const table = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as R[];
  const names = new Set(table.map((row) => row.name));
  if (names.size !== table.length) throw new Error(`${file}: two rows have one name`);
  return table;
}

export function text(value: Text): string {
  return typeof value === "string" ? value : value.repeat.repeat(value.times);
}
