/** Pieces of Markdown (CommonMark, and GitHub's tables) that hold any text without it meaning anything. */

/** A text in a line of prose. */
export function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>#|~]/g, String.raw`\$&`);
}

/** A text as code within a line; in a table a bar would end the cell. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll("|", String.raw`\|`);
  const ticks = "`".repeat(longestRun(line) + 1);
  const space = /^`|`$/.test(line) ? " " : "";
  return `${ticks}${space}${line}${space}${ticks}`;
}

/** Lines of code. */
export function fence(text: string, language = ""): string {
  const ticks = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${language}\n${text.replace(/\n$/, "")}\n${ticks}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
