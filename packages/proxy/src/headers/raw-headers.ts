/** Header lines as they are on the wire: names and values in turn. */
export type RawHeaders = readonly string[];

/** The header lines of undici, a character for each byte: what else their bytes mean is for the two ends to say. */
export function rawHeadersOf(buffers: readonly (Buffer | string)[]): RawHeaders {
  return buffers.map((part) => (typeof part === "string" ? part : part.toString("latin1")));
}

/** The first value of a header; undefined if there is none. @param name in lower case */
export function firstValue(headers: RawHeaders, name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) if (isNamed(headers[index]!, name)) return headers[index + 1];
  return undefined;
}

/** The names that a header's lines list, in lower case. @param name in lower case */
export function listedNames(headers: RawHeaders, name: string): readonly string[] {
  return valuesOf(headers, name).flatMap((value) => value.split(",").map((entry) => entry.trim().toLowerCase()));
}

/** The values of a header's lines. @param name in lower case */
export function valuesOf(headers: RawHeaders, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < headers.length; index += 2)
    if (isNamed(headers[index]!, name)) values.push(headers[index + 1]!);
  return values;
}

/** Headers by name, as `writeHead` takes them; a name that is there more than once has a list. */
export type HeaderRecord = Record<string, string | string[]>;

/** @param headers names in lower case */
export function recordOf(headers: RawHeaders): HeaderRecord {
  // No prototype: a target may name a header as it likes.
  const record = Object.create(null) as HeaderRecord;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!;
    const there = record[name];
    record[name] = there === undefined ? headers[index + 1]! : [there, headers[index + 1]!].flat();
  }
  return record;
}

export function linesOf(record: HeaderRecord): string[] {
  return Object.entries(record).flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value]));
}

/** NB: The length says it of nearly all, and costs nothing. */
function isNamed(given: string, name: string): boolean {
  return given.length === name.length && given.toLowerCase() === name;
}
