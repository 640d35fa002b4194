import type { Place, Span } from "./finding.ts";
import type { SourceFile } from "./reading.ts";

/** Makes places of offsets in a file. */
export class TextLines {
  readonly #path: string;
  /** Where each line begins. */
  readonly #starts: number[] = [0];

  constructor({ path, text }: SourceFile) {
    this.#path = path;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  place(start: number, end: number): Place {
    return { path: this.#path, span: this.span(start, end) };
  }

  span(start: number, end: number): Span {
    const [line, column] = this.#position(start);
    const [endLine, endColumn] = this.#position(end);
    return { line, column, endLine, endColumn };
  }

  #position(offset: number): readonly [line: number, column: number] {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return [low + 1, offset - this.#starts[low]! + 1];
  }
}

/** The place of no characters, before another one. */
export function before({ path, span }: Place): Place {
  return { path, span: { ...span, endLine: span.line, endColumn: span.column } };
}
