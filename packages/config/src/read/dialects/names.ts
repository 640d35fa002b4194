import type { HeaderWords } from "../block.ts";

/** The names in a header's value. */
export function namesIn(value: string): readonly string[] {
  return value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Names as a policy has them. */
export function wordsOf(names: readonly string[]): "*" | readonly string[] {
  return names.length > 0 && names.every((name) => name === "*") ? "*" : names;
}

/** What a server does with `*` that names in an answer whatever was asked for, Authorization too. */
export function repeatedHeaders(credentials: boolean): HeaderWords {
  return credentials ? "repeated" : ["*", "Authorization"];
}

/** Names of headers for a server that repeats what is asked for if they are `*`. */
export function headersOrRepeated(names: readonly string[], credentials: boolean): HeaderWords {
  return names.includes("*") ? repeatedHeaders(credentials) : names;
}

/** Likewise, of methods. */
export function methodsOrRepeated(names: readonly string[]): HeaderWords {
  return names.includes("*") ? "repeated" : names;
}
