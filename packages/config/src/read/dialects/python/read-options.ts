import type { HeaderWords } from "../../block.ts";
import type { Place } from "../../finding.ts";
import { requestHeaderWords } from "../../header-words.ts";
import type { Constants } from "../source/constants.ts";
import type { Value } from "../source/values.ts";

export type Note = (at: Place, why: string) => void;

/** Options of a library by their names, as the file gives them. */
export class Options {
  readonly #constants: Constants;
  readonly #given: (name: string) => Value | undefined;
  readonly #note: Note;

  constructor(given: (name: string) => Value | undefined, constants: Constants, note: Note) {
    this.#given = given;
    this.#constants = constants;
    this.#note = note;
  }

  /** The first of these names that is given. */
  value(...names: readonly string[]): Value | undefined {
    const given = names.map((name) => this.#given(name)).find((value) => value !== undefined);
    const value = given === undefined ? undefined : this.#constants.resolve(given);
    return value?.kind === "nothing" ? undefined : value;
  }

  flag(...names: readonly string[]): boolean {
    const value = this.value(...names);
    if (value !== undefined && value.kind !== "flag") this.#untold(names, value);
    return value?.kind === "flag" && value.flag;
  }

  /** Seconds, or an interval of so many: `timedelta(seconds=5)`. */
  seconds(otherwise: number | null, ...names: readonly string[]): number | null {
    const value = this.value(...names);
    if (value === undefined) return otherwise;
    if (value.kind === "number") return value.number;
    if (value.kind === "text" && /^\d+$/.test(value.text)) return Number(value.text);
    if (value.kind === "call" && value.name.endsWith("timedelta")) {
      const parts = [...value.keywords].map(
        ([unit, part]) => (units.get(unit) ?? Number.NaN) * (part.kind === "number" ? part.number : Number.NaN),
      );
      const sum = parts.reduce((all, part) => all + part, 0);
      if (!Number.isNaN(sum)) return sum;
    }
    this.#untold(names, value);
    return otherwise;
  }

  words<Otherwise>(otherwise: Otherwise, ...names: readonly string[]): Otherwise | "*" | readonly string[] {
    const words = this.#listed(...names);
    return words === null ? otherwise : words.includes("*") ? "*" : words;
  }

  requestHeaders(otherwise: HeaderWords, ...names: readonly string[]): HeaderWords {
    const words = this.#listed(...names);
    return words === null ? otherwise : requestHeaderWords(words);
  }

  #listed(...names: readonly string[]): readonly string[] | null {
    const value = this.value(...names);
    const words = value === undefined ? null : wordsOf(value);
    if (value !== undefined && words === null) this.#untold(names, value);
    return words;
  }

  #untold(names: readonly string[], { at }: Value): void {
    this.#note(at, `${names[0]} is not told by this file alone.`);
  }
}

const units: ReadonlyMap<string, number> = new Map([
  ["seconds", 1],
  ["minutes", 60],
  ["hours", 3600],
  ["days", 86_400],
  ["weeks", 604_800],
]);

/** A list of texts, or one with commas. */
function wordsOf(value: Value): readonly string[] | null {
  const parts = value.kind === "list" ? value.values : [value];
  const words = parts.flatMap((part) => (part.kind === "text" && !part.isOpen ? part.text.split(",") : [null]));
  const known = words.filter((word) => word !== null).map((word) => word.trim());
  return known.length < words.length ? null : known.filter((word) => word !== "");
}
