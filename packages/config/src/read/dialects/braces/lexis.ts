import { behindInserted } from "../source/inserted-code.ts";
import type { Lexis, Token } from "../source/source-text.ts";

type Read = Pick<Token, "text" | "isOpen" | "end">;

/**
 * Java, Kotlin and C#, as far as texts go: quoted, in three quotes, with values in them (`$"{a}"`, `"$a"`), and with
 * backslashes that are backslashes (`@"\A"`).
 *
 * @see https://docs.oracle.com/javase/specs/jls/se21/html/jls-3.html#jls-3.10.5
 * @see https://learn.microsoft.com/en-us/dotnet/csharp/language-reference/language-specification/lexical-structure
 */
export const braceLexis: Lexis = lexis(false);

export const kotlinLexis: Lexis = lexis(true);

function lexis(isKotlin: boolean): Lexis {
  return {
    // What C# says to its compiler is no program.
    space:
      /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#(?:region|endregion|pragma|if|elif|else|endif|error|warning|nullable|define)\b[^\n]*)*/y,
    name: /[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*)*/y,
    readText: (source, at) => {
      const [opened = "", prefix = "", quote = ""] =
        /^(?:(\$?@\$?)(")|(\$*)("""+|")|()('))/.exec(source.slice(at, at + 12))?.filter((part) => part !== undefined) ??
        [];
      if (quote === "") return null;
      const from = at + opened.length;
      const isOpen = prefix.includes("$");
      if (quote.length > 1) {
        const end = source.indexOf(quote, from);
        const text = source.slice(from, Math.max(from, end));
        return { text, isOpen: isOpen || /\$[A-Za-z_{]/.test(text), end: end === -1 ? -1 : end + quote.length };
      }
      return prefix.includes("@") ? verbatim(source, from, isOpen) : escaped(source, from, quote, isOpen, isKotlin);
    },
  };
}

/** A quote in it is doubled. */
function verbatim(source: string, from: number, isOpen: boolean): Read {
  let text = "";
  for (let index = from; index < source.length; index += 1) {
    const character = source[index]!;
    const next = source[index + 1];
    if (isOpen && character === "{" && next !== "{") {
      index = behindInserted(source, index + 1) - 1;
      continue;
    }
    if (character === '"' && next !== '"') return { text, isOpen, end: index + 1 };
    if (character === '"' || (isOpen && character === "{")) index += 1;
    text += character;
  }
  return { text, isOpen, end: -1 };
}

function escaped(source: string, from: number, quote: string, isOpen: boolean, isKotlin: boolean): Read {
  let text = "";
  let hasValues = isOpen;
  for (let index = from; index < source.length && source[index] !== "\n"; index += 1) {
    const character = source[index]!;
    const next = source[index + 1] ?? "";
    if (character === quote) return { text, isOpen: hasValues, end: index + 1 };
    if (character === "\\") {
      text += controls.get(next) ?? next;
      index += 1;
      continue;
    }
    if (insertsAt(source, index, isOpen, isKotlin)) {
      hasValues = true;
      index = behindInserted(source, index + (character === "$" ? 2 : 1)) - 1;
      continue;
    }
    if (character === "$" && /[A-Za-z_]/.test(next)) hasValues = true;
    text += character;
  }
  return { text, isOpen: hasValues, end: -1 };
}

/** `$"{a}"` of C#, `"${a}"` of Kotlin. */
function insertsAt(source: string, index: number, isOpen: boolean, isKotlin: boolean): boolean {
  if (isOpen) return source[index] === "{" && source[index + 1] !== "{";
  return isKotlin && source[index] === "$" && source[index + 1] === "{";
}

const controls: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
