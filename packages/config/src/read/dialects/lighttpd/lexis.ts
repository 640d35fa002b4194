import type { Lexis, Token } from "../source/source-text.ts";

const quoted = /"((?:\\[\s\S]|[^"\\])*)("?)|'([^']*)('?)/y;

function readText(source: string, at: number): Pick<Token, "text" | "isOpen" | "end"> | null {
  quoted.lastIndex = at;
  const match = quoted.exec(source);
  if (match === null) return null;
  const isClosed = match[2] === '"' || match[4] === "'";
  const text = match[1]?.replaceAll(/\\(?=["\\])/g, "") ?? match[3] ?? "";
  return { text, isOpen: false, end: isClosed ? at + match[0].length : -1 };
}

/** @see https://redmine.lighttpd.net/projects/lighttpd/wiki/Docs_Configuration */
export const lighttpdLexis: Lexis = {
  space: /(?:\s|#[^\n]*)*/y,
  name: /\$?[A-Za-z_][\w.-]*/y,
  readText,
};

export const luaLexis: Lexis = {
  space: /(?:\s|--\[\[[\s\S]*?\]\]|--[^\n]*)*/y,
  name: /[A-Za-z_]\w*/y,
  readText,
};
