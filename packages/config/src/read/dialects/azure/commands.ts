import type { Place } from "../../finding.ts";
import type { SourceFile } from "../../reading.ts";
import { TextLines } from "../../text-lines.ts";
import type { PlacedText } from "../buckets/bucket-rule.ts";

/** One `az … cors add`. */
export interface AzureCommand {
  /** `storage`, `webapp`, `functionapp` */
  readonly service: string;
  /** What each option is given. */
  readonly options: ReadonlyMap<string, readonly PlacedText[]>;
  readonly at: Place;
}

/** A line that goes on in the next one: behind a backslash, or a backtick in PowerShell. */
const command = /^[^\n#]*?\baz\s+(storage|webapp|functionapp)\s+cors\s+add\b((?:[\\`]\r?\n|[^\n;&|])*)/gm;

/** Parts without spaces, in quotes or not. */
const word = /(?:'[^'\n]*'|"(?:\\.|[^"\\\n])*"|\\[^\n]|[^\s'"\\`])+/g;

/** The commands of a script that say something about CORS. No shell's syntax matters beside quotes. */
export function azureCommands(file: SourceFile): readonly AzureCommand[] {
  const lines = new TextLines(file);
  return [...file.text.matchAll(command)].map((match) => {
    const [whole, service = "", rest = ""] = match;
    const end = match.index + whole.length;
    const options = new Map<string, readonly PlacedText[]>();
    let option = "";
    for (const { 0: raw, index } of rest.matchAll(word)) {
      const start = end - rest.length + index;
      const [, name, value] = /^(--[\w-]+)(?:=(.*))?$/s.exec(raw) ?? [];
      option = name ?? option;
      const text = unquoted(name === undefined ? raw : (value ?? ""));
      if (name === undefined || value !== undefined)
        options.set(option, [...(options.get(option) ?? []), { text, at: lines.place(start, start + raw.length) }]);
    }
    return { service, options, at: lines.place(end - whole.trimStart().length, end) };
  });
}

function unquoted(raw: string): string {
  return raw.replaceAll(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs,
    (_, single?: string, double?: string, one?: string) => single ?? double?.replaceAll(/\\(.)/gs, "$1") ?? one ?? "",
  );
}
