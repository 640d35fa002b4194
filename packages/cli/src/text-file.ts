import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { UsageError } from "./usage-error.ts";
import { whyNotRead } from "./why-not.ts";

/** Latin-1 is what is neither of the others: each byte is a character, so that none is lost if it is written again. */
export type Encoding = "utf8" | "utf16le" | "latin1";

export interface TextFile {
  readonly text: string;
  readonly encoding: Encoding;
}

/**
 * A file as text; `-` is standard input.
 *
 * @throws UsageError with one line that begins with its name, if it cannot be read
 */
export function readTextFile(path: string, name: string = nameOf(path)): TextFile {
  try {
    const bytes = readFileSync(path === "-" ? 0 : path);
    const encoding = encodingOf(bytes);
    return { text: bytes.toString(encoding), encoding };
  } catch (error) {
    throw new UsageError(`${name}: ${whyNotRead(error)}.`);
  }
}

/** The same, without the mark that Windows puts before it. */
export function readText(path: string, name?: string): string {
  return readTextFile(path, name).text.replace(/^\uFEFF/, "");
}

/** What a file is called in a message. */
export function nameOf(path: string): string {
  return path === "-" ? "standard input" : path;
}

/** Windows PowerShell writes UTF-16 where output is sent to a file. */
function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf16le";
  return isUtf8(bytes) ? "utf8" : "latin1";
}
