import type { Patch } from "@concors/config/read";

/** A text with a patch made. */
export function applyPatch(text: string, { span, text: inserted }: Patch): string {
  const lines = text.split("\n");
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, 0) + column - 1;
  return text.slice(0, offset(span.line, span.column)) + inserted + text.slice(offset(span.endLine, span.endColumn));
}
