import { behindInserted } from "../source/inserted-code.ts";
import type { Lexis, Token } from "../source/source-text.ts";

/** Texts that begin in the next line, and all behind the end of a program: without them, a quote is what it seems. */
export function withoutDocuments(text: string): string {
  const blank = (part: string): string => part.replaceAll(/[^\n]/g, " ");
  return text
    .replace(/^__END__\s*$[\s\S]*/m, blank)
    .replaceAll(
      /(<<[~-](["'`]?)([A-Za-z_]\w*)\2[^\n]*\n)([\s\S]*?)(^[ \t]*\3\b)/gm,
      (_, opened: string, _quote: string, _label: string, body: string, closed: string) =>
        `${opened}${blank(body)}${blank(closed)}`,
    );
}

type Read = Pick<Token, "text" | "isOpen" | "end">;

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/**
 * Texts, symbols, lists of words (`%w[a b]`) and expressions (`/a/`, `%r{a}`) are all texts: what they are is told by how
 * they begin.
 *
 * @see https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html
 */
export const rubyLexis: Lexis = {
  space: /(?:\s|#[^\n]*|^=begin\b[\s\S]*?^=end\b[^\n]*|\\\n)*/my,
  name: /@{0,2}[A-Za-z_]\w*(?:[?!](?!=))?(?:(?:::|&?\.)[A-Za-z_]\w*(?:[?!](?!=))?)*/y,
  readText: (source, at) => {
    const character = source[at] ?? "";
    if (character === "'" || character === '"' || character === "`")
      return untilClosed(source, at + 1, character, character, character !== "'");
    if (character === ":") return readSymbol(source, at);
    if (character === "/") return beginsExpression(source, at) ? readExpression(source, at + 1, "/") : null;
    const single = readSingle(source, at);
    if (single !== null) return single;
    const [opened, kind = ""] = /^%([qQwWiIrx]?)(?=[^\w\s=])/.exec(source.slice(at, at + 3)) ?? [];
    if (opened === undefined || (kind === "" && !beginsExpression(source, at))) return null;
    const open = source[at + opened.length]!;
    const from = at + opened.length + 1;
    if (kind === "r") return readExpression(source, from, open);
    return untilClosed(source, from, open, closing[open] ?? open, kind !== "q" && kind !== "w" && kind !== "i");
  },
};

/** `:get`, `:"x-id"`; not the second colon of `::`, nor that of `key: value`. */
function readSymbol(source: string, at: number): Read | null {
  if (/[\w:?!"']/.test(source[at - 1] ?? "")) return null;
  const [whole, name, quoted] = /^:(?:([A-Za-z_]\w*[?!]?)|"([^"\n]*)")/.exec(source.slice(at, at + 200)) ?? [];
  return whole === undefined ? null : { text: name ?? quoted ?? "", isOpen: false, end: at + whole.length };
}

/** A character, `?/`, and variables whose names are quotes: `$'`. */
function readSingle(source: string, at: number): Read | null {
  const [whole] = /^(?:\?[^\s\w](?![\w])|\$[`'"/&~;,.<>!@])/.exec(source.slice(at, at + 3)) ?? [];
  if (whole === undefined || (whole.startsWith("?") && !/[([,\s]/.test(source[at - 1] ?? ""))) return null;
  return whole === "? " ? null : { text: whole.slice(1), isOpen: false, end: at + whole.length };
}

/** Whether a value can begin here: behind a name without a space, it is a division. */
function beginsExpression(source: string, at: number): boolean {
  const before = source.slice(Math.max(0, at - 40), at);
  if (/[([{,=~!|&?;:<>+*-]\s*$|\n\s*$/.test(before)) return true;
  if (/\bdef[ \t]+$/.test(before)) return false;
  return /(?:^|[^\w.])[a-z]\w*[ \t]+$/.test(before) && !/\s/.test(source[at + 1] ?? " ");
}

function untilClosed(source: string, from: number, open: string, close: string, isDouble: boolean): Read {
  let text = "";
  let depth = 1;
  let isOpen = false;
  for (let index = from; index < source.length; index += 1) {
    const character = source[index]!;
    const next = source[index + 1] ?? "";
    if (character === "\\") {
      text += next === close || next === open || next === "\\" ? next : `\\${next}`;
      index += 1;
      continue;
    }
    if (character === close && (depth -= 1) === 0) return { text, isOpen, end: index + 1 };
    if (character === open && open !== close) depth += 1;
    if (isDouble && character === "#" && next === "{") {
      isOpen = true;
      index = behindInserted(source, index + 2) - 1;
    } else text += character;
  }
  return { text, isOpen, end: -1 };
}

/** As JavaScript has it: `\A` and `\z` are the ends of the text, and `\/` is a slash. */
function readExpression(source: string, from: number, open: string): Read {
  const close = closing[open] ?? open;
  const isPaired = close !== open;
  let depth = 1;
  for (let index = from; index < source.length; index += 1) {
    const character = source[index]!;
    if (character === "\\") index += 1;
    else if (character === "#" && source[index + 1] === "{") index = behindInserted(source, index + 2) - 1;
    else if (character === close && (depth -= 1) === 0) {
      const text = source.slice(from, index);
      const [flags = ""] = /^[a-z]*/.exec(source.slice(index + 1, index + 8)) ?? [];
      return { text: javaScriptOf(text), isOpen: /#\{/.test(text), end: index + 1 + flags.length };
    } else if (isPaired && character === open) depth += 1;
  }
  return { text: "", isOpen: false, end: -1 };
}

function javaScriptOf(expression: string): string {
  return expression.replaceAll(/\\(.)/gs, (escaped, character: string) => {
    if (character === "A") return "^";
    if (character === "z" || character === "Z") return "$";
    return character === "h" ? "[0-9a-fA-F]" : escaped;
  });
}
