import type { Finding, Patch, SourceFile, Span } from "@concors/config/read";

/** A file with the patches of its findings in it; of those that overlap, the first. */
export function applyPatches(file: SourceFile, findings: readonly Finding[]): string {
  const starts = lineStarts(file.text);
  const edits = findings
    .filter(({ path, patch }) => path === file.path && patch !== undefined)
    .map(({ patch }) => edit(patch!, starts))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let text = "";
  let done = 0;
  for (const { from, to, inserted } of edits) {
    if (from < done) continue;
    text += file.text.slice(done, from) + inserted;
    done = to;
  }
  return text + file.text.slice(done);
}

function edit({ span, text }: Patch, starts: readonly number[]): { from: number; to: number; inserted: string } {
  return { from: offset(starts, span, "start"), to: offset(starts, span, "end"), inserted: text };
}

function offset(starts: readonly number[], span: Span, side: "start" | "end"): number {
  const [line, column] = side === "start" ? [span.line, span.column] : [span.endLine, span.endColumn];
  return (starts[line - 1] ?? 0) + column - 1;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
