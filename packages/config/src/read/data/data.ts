import type { Patch, Place } from "../finding.ts";
import type { SourceFile } from "../reading.ts";

/** What YAML and JSON hold, with its places. */
export type Data = DataMap | DataList | DataScalar;

interface DataMap {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, DataEntry>;
  readonly at: Place;
}

export interface DataEntry {
  /** Where the key stands. */
  readonly keyAt: Place;
  readonly value: Data;
}

interface DataList {
  readonly kind: "list";
  readonly items: readonly Data[];
  readonly at: Place;
}

export interface DataScalar {
  readonly kind: "scalar";
  /** As it is said, numbers and flags too; "" for null. */
  readonly text: string;
  readonly at: Place;
  /** Another text in its place, in the same quotes. */
  readonly print: (text: string) => Patch | null;
  /** The file with nothing but this text, at its place; null if it is not written there as it is. */
  readonly alone: () => SourceFile | null;
}

/** What is found by names of keys; undefined if there is nothing. */
export function valueAt(data: Data | undefined, ...names: readonly string[]): Data | undefined {
  let found = data;
  for (const name of names) found = found?.kind === "map" ? found.entries.get(name)?.value : undefined;
  return found;
}

/** The values of a list; none if it is no list. */
export function itemsAt(data: Data | undefined, ...names: readonly string[]): readonly Data[] {
  const found = valueAt(data, ...names);
  return found?.kind === "list" ? found.items : [];
}

/** The names and values of a map; none if it is no map. */
export function entriesAt(
  data: Data | undefined,
  ...names: readonly string[]
): readonly (readonly [name: string, entry: DataEntry])[] {
  const found = valueAt(data, ...names);
  return found?.kind === "map" ? [...found.entries] : [];
}

/** A text; undefined if it is none. */
export function textAt(data: Data | undefined, ...names: readonly string[]): string | undefined {
  return scalarAt(data, ...names)?.text;
}

export function scalarAt(data: Data | undefined, ...names: readonly string[]): DataScalar | undefined {
  const found = valueAt(data, ...names);
  return found?.kind === "scalar" ? found : undefined;
}

/** The texts of a list; a text alone is a list of one. */
export function scalarsAt(data: Data | undefined, ...names: readonly string[]): readonly DataScalar[] {
  const found = valueAt(data, ...names);
  if (found?.kind === "scalar" && found.text !== "") return [found];
  return itemsAt(found).filter((item) => item.kind === "scalar");
}

export function textsAt(data: Data | undefined, ...names: readonly string[]): readonly string[] {
  return scalarsAt(data, ...names).map(({ text }) => text);
}

/** What of a list is no text, so that it is worked out somewhere else; what stands in the place of a list too. */
export function untoldAt(data: Data | undefined, ...names: readonly string[]): readonly Data[] {
  const found = valueAt(data, ...names);
  if (found?.kind === "map") return [found];
  return itemsAt(found).filter(({ kind }) => kind !== "scalar");
}

export function isTrueAt(data: Data | undefined, ...names: readonly string[]): boolean {
  return textAt(data, ...names)?.toLowerCase() === "true";
}

/** A whole number; null if it is none. */
export function numberAt(data: Data | undefined, ...names: readonly string[]): number | null {
  const text = textAt(data, ...names);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A value, and all that are in it. */
export function allWithin(data: Data): readonly Data[] {
  const inside = data.kind === "list" ? data.items : entriesAt(data).map(([, { value }]) => value);
  return [data, ...inside.flatMap(allWithin)];
}

/** Whether several say the same, wherever they stand; nothing says what nothing says. */
export function areAlike(all: readonly (Data | undefined)[]): boolean {
  return new Set(all.map((data) => JSON.stringify(plain(data)))).size <= 1;
}

function plain(data: Data | undefined): unknown {
  if (data === undefined) return null;
  if (data.kind === "scalar") return data.text;
  if (data.kind === "list") return data.items.map(plain);
  return Object.fromEntries([...data.entries].map(([name, { value }]) => [name, plain(value)]));
}
