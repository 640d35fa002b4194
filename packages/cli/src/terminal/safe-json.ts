import { isControl } from "./printable.ts";

/** JSON escapes the control characters of ASCII; some terminals obey others too. */
export function safeJson(value: unknown): string {
  const escape = (character: string): string =>
    isControl(character.charCodeAt(0)) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : character;
  return JSON.stringify(value, null, 2).replace(/[^\n\x20-\x7e]/g, escape);
}
