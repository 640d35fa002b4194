import { parse } from "@babel/parser";
import type { ParserPlugin } from "@babel/parser";
import type { Node } from "@babel/types";
import type { Place } from "../../finding.ts";
import { ReadError } from "../../read-error.ts";
import type { SourceFile } from "../../reading.ts";
import { TextLines } from "../../text-lines.ts";

/** A file of JavaScript or TypeScript, with or without JSX. */
export interface Script {
  readonly program: Node;
  readonly place: (node: Node) => Place;
  readonly textOf: (node: Node) => string;
}

/** @throws ReadError if it is no JavaScript, even with everything that can be forgiven */
export function parseJavaScript(file: SourceFile): Script {
  const { path, text } = file;
  const lines = new TextLines(file);
  const isTypeScript = /\.[cm]?tsx?$/.test(path);
  const plugins: ParserPlugin[] = ["decorators-legacy"];
  if (isTypeScript) plugins.push("typescript");
  // `<T>x` is a type in one, and an element in the other.
  if (!/\.[cm]?ts$/.test(path)) plugins.push("jsx");
  try {
    const { program } = parse(text, {
      sourceType: "unambiguous",
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      errorRecovery: true,
      plugins,
    });
    return {
      program,
      place: ({ start, end }) => lines.place(start ?? 0, end ?? 0),
      textOf: ({ start, end }) => text.slice(start ?? 0, end ?? 0),
    };
  } catch (error) {
    const at = (error as { pos?: number }).pos ?? 0;
    throw new ReadError("this is no JavaScript", lines.place(at, at));
  }
}
