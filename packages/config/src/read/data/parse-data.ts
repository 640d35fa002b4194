import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar } from "yaml";
import type { Document, Node } from "yaml";
import { ReadError } from "../read-error.ts";
import type { SourceFile } from "../reading.ts";
import { TextLines } from "../text-lines.ts";
import type { Data, DataEntry, DataScalar } from "./data.ts";

/** Every text of JSON is one of YAML as well. */
const isJson = /\.json$/i;

/**
 * The documents of a file of YAML or JSON.
 *
 * @throws ReadError where it cannot be parsed
 */
export function parseData(file: SourceFile): readonly Data[] {
  const places = new TextLines(file);
  const documents = parseYaml(file, places);
  if (isJson.test(file.path)) checkJson(file, places, documents);
  return documents.flatMap((document): readonly Data[] => {
    const [error] = document.errors;
    if (error !== undefined) {
      const [start, end] = error.pos;
      throw new ReadError(sentenceFor(error.message, file), places.place(start, end));
    }
    const { contents } = document;
    return contents === null ? [] : [new Reader(document, places, file).read(contents)];
  });
}

function sentenceFor(message: string, { text }: SourceFile): string {
  if (message.includes("call stack")) return tooDeep;
  return text.includes("{{") ? "This is a template, which has to be rendered first, as helm template does" : message;
}

const tooDeep = "This is nested too deeply";

/** What is no JSON may be YAML nevertheless, and whoever takes the file would refuse it. */
function checkJson({ text }: SourceFile, places: TextLines, documents: readonly Document.Parsed[]): void {
  try {
    // Some editors put a mark before it.
    JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    const withoutTexts = text.replaceAll(/"(?:\\.|[^"\\\n])*"/g, (quoted) => '"'.repeat(quoted.length));
    const offsets = [notJson.exec(withoutTexts)?.index, ...documents.flatMap(({ errors }) => errors[0]?.pos[0])];
    const offset = Math.min(...offsets.filter((one) => one !== undefined), text.length);
    throw new ReadError("This is no JSON", places.place(offset, offset));
  }
}

/** What YAML has beside: a comma at the end, other quotes, comments, words without quotes. */
const notJson = /,(?=\s*[\]}])|['#]|\/[/*]|\b(?!(?:true|false|null)\b|\d)[\w$]+/;

function parseYaml({ text }: SourceFile, places: TextLines): readonly Document.Parsed[] {
  try {
    // A key that is there twice is the last one's, as everywhere.
    const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
    return "empty" in documents ? [] : documents;
  } catch {
    throw new ReadError(tooDeep, places.place(0, 0));
  }
}

/** Aliases can make more of a file than anybody would write. */
const mostNodes = 200_000;

class Reader {
  readonly #document: Document.Parsed;
  readonly #places: TextLines;
  readonly #file: SourceFile;
  #nodes = 0;

  constructor(document: Document.Parsed, places: TextLines, file: SourceFile) {
    this.#document = document;
    this.#places = places;
    this.#file = file;
  }

  /** `!Ref Name` is `{ Ref: Name }`: what it stands for is not in the file. */
  read(node: Node, within: readonly Node[] = []): Data {
    const data = this.#untagged(node, within);
    const [, tag] = /^!(.+)/.exec(node.tag ?? "") ?? [];
    if (tag === undefined) return data;
    return { kind: "map", entries: new Map([[tag, { keyAt: data.at, value: data }]]), at: data.at };
  }

  #untagged(node: Node, within: readonly Node[]): Data {
    this.#nodes += 1;
    const [start, end] = node.range ?? [0, 0];
    const at = this.#places.place(start, end);
    if (this.#nodes > mostNodes || within.includes(node)) throw new ReadError("Aliases make too much of this", at);
    const inside = [...within, node];
    if (isAlias(node)) {
      const meant = node.resolve(this.#document);
      return meant === undefined ? { kind: "list", items: [], at } : this.read(meant, inside);
    }
    if (isSeq(node)) return { kind: "list", items: node.items.map((item) => this.read(item as Node, inside)), at };
    if (isMap(node)) {
      const entries = new Map<string, DataEntry>();
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const keyAt = this.#places.place(key.range?.[0] ?? start, key.range?.[1] ?? end);
        const read = value === null ? emptyAt(keyAt) : this.read(value as Node, inside);
        if (key.value !== "<<") entries.set(String(key.value), { keyAt, value: read });
        else for (const [name, entry] of mergedEntries(read)) if (!entries.has(name)) entries.set(name, entry);
      }
      return { kind: "map", entries, at };
    }
    return {
      kind: "scalar",
      text: this.#textOf(node),
      at,
      print: (text) => printed(node, at, text),
      alone: () => this.#alone(node),
    };
  }

  /** `7200` as it is written, and a quoted text without quotes. */
  #textOf({ value, range, type }: Scalar): string {
    if (type === Scalar.PLAIN && range && value !== null) return this.#file.text.slice(range[0], range[1]);
    return typeof value === "string" ? value : "";
  }

  /** A text of several lines as it is, behind as many lines and columns as before. */
  #alone({ type, range }: Scalar): SourceFile | null {
    if (type !== Scalar.BLOCK_LITERAL || !range) return null;
    const { path, text } = this.#file;
    const start = text.indexOf("\n", range[0]) + 1;
    return { path, text: text.slice(0, start).replaceAll(/[^\n]/g, " ") + text.slice(start, range[1]) };
  }
}

function mergedEntries(data: Data): readonly (readonly [string, DataEntry])[] {
  if (data.kind === "list") return data.items.flatMap(mergedEntries);
  return data.kind === "map" ? [...data.entries] : [];
}

function emptyAt(at: DataScalar["at"]): DataScalar {
  return { kind: "scalar", text: "", at, print: () => null, alone: () => null };
}

function printed({ type }: Scalar, { span }: DataScalar["at"], text: string): ReturnType<DataScalar["print"]> {
  if (type === Scalar.QUOTE_DOUBLE) return { span, text: JSON.stringify(text) };
  if (type === Scalar.PLAIN || type === Scalar.QUOTE_SINGLE) return { span, text: `'${text.replaceAll("'", "''")}'` };
  return null;
}
