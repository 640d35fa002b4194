import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import type { SourceFile } from "../../reading.ts";
import { TextLines } from "../../text-lines.ts";

export interface Directive {
  /** In lower case: Apache does not mind. */
  readonly name: string;
  readonly arguments: readonly Word[];
  /** The directives of a section; null if it is none. */
  readonly block: readonly Directive[] | null;
  readonly at: Place;
}

export interface Word {
  /** Without quotes, and without the backslashes that Apache takes away. */
  readonly text: string;
  readonly at: Place;
  readonly quote: string;
}

/**
 * Reads a file as Apache does: a directive a line, unless the line ends with a backslash, and sections like `<Location>`.
 *
 * @see https://httpd.apache.org/docs/2.4/configuring.html#syntax
 * @throws ReadError where Apache would not start either
 */
export function parseApache(file: SourceFile): readonly Directive[] {
  const places = new TextLines(file);
  const root: Directive[] = [];
  const open: { readonly name: string; readonly directives: Directive[] }[] = [];
  for (const { 0: line, index } of file.text.matchAll(/(?:\\\r?\n|[^\n])+/g)) {
    const start = index + line.length - line.trimStart().length;
    const text = line.trim();
    if (text === "" || text.startsWith("#")) continue;
    const at = places.place(start, start + text.length);
    const directives = open.at(-1)?.directives ?? root;
    const close = /^<\/(\w+)>$/.exec(text);
    if (close !== null) {
      if (open.pop()?.name !== close[1]!.toLowerCase()) throw new ReadError(`${text} closes nothing`, at);
      continue;
    }
    const isSection = text.startsWith("<") && text.endsWith(">");
    const body = isSection ? text.slice(1, -1) : text;
    const [name, ...words] = wordsOf(body, start + (isSection ? 1 : 0), places);
    if (name === undefined) continue;
    const directive = { name: name.text.toLowerCase(), arguments: words, at };
    if (!isSection) {
      directives.push({ ...directive, block: null });
      continue;
    }
    const block: Directive[] = [];
    directives.push({ ...directive, block });
    open.push({ name: directive.name, directives: block });
  }
  const last = open.at(-1);
  if (last !== undefined) throw new ReadError(`<${last.name}> has no end`, places.place(0, 0));
  return root;
}

/** Words between spaces, quoted or not. Within quotes, a backslash is taken from before a quote and a backslash. */
function wordsOf(text: string, start: number, places: TextLines): readonly Word[] {
  const found = text.matchAll(/"((?:\\.|[^"\\])*)"?|'((?:\\.|[^'\\])*)'?|(?:\\\r?\n|\s)+|((?:\\[^\n]|[^\s"'])[^\s]*)/g);
  return [...found].flatMap((match): Word[] => {
    const { 0: whole, index } = match;
    const quote = match[1] !== undefined ? '"' : match[2] !== undefined ? "'" : "";
    const content = match[1] ?? match[2] ?? match[3];
    if (content === undefined) return [];
    const at = places.place(start + index, start + index + whole.length);
    return [{ text: content.replaceAll(quote === "'" ? /\\(?=[\\'])/g : /\\(?=[\\"])/g, ""), at, quote }];
  });
}
