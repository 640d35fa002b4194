import type { Lexis } from "../source/source-text.ts";

const opened = /([rbuf]{0,2})("""|'''|"|')/iy;

/** @see https://docs.python.org/3/reference/lexical_analysis.html */
export const pythonLexis: Lexis = {
  space: /(?:\s|\\\r?\n|#[^\n]*)*/y,
  name: /[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*/y,
  readText: (source, at) => {
    opened.lastIndex = at;
    const match = opened.exec(source);
    if (match === null) return null;
    const [whole, prefix = "", quote = ""] = match;
    const isRaw = /r/i.test(prefix);
    let text = "";
    for (let index = at + whole.length; index < source.length; index += 1) {
      if (source.startsWith(quote, index))
        return { text, isOpen: /f/i.test(prefix) && text.includes("{"), end: index + quote.length };
      const character = source[index]!;
      if (character === "\n" && quote.length === 1) break;
      if (character !== "\\") {
        text += character;
        continue;
      }
      index += 1;
      const next = source[index] ?? "";
      text += isRaw || !/[\\'"]/.test(next) ? `\\${next}` : next;
    }
    return { text, isOpen: false, end: -1 };
  },
};
