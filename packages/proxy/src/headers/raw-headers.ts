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
  const listed: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    if (!isNamed(headers[index]!, name)) continue;
    for (const entry of headers[index + 1]!.split(",")) listed.push(entry.trim().toLowerCase());
  }
  return listed;
}

/** NB: The length says it of nearly all, and costs nothing. */
function isNamed(given: string, name: string): boolean {
  return given.length === name.length && given.toLowerCase() === name;
}
