import type {
  ClientChange,
  Explanation,
  Fix,
  SecurityNote,
  ServerFix,
  ServerFixPart,
  ServerName,
} from "@concors/explain";
import { missingByPlace } from "@concors/explain";
import type { HeaderList } from "concors/protocol";
import { printable } from "../terminal/printable.ts";
import type { Line } from "../terminal/text.ts";
import { codeLine, hangingLine, layOut, span } from "../terminal/text.ts";

/**
 * What the server's owner changes, and what not. The configuration is shown if the server is known and there is room for
 * it; else the header lines, where the files go, and how to get them.
 */
export function serverLines({ fix, security }: Explanation, room: number, columns: number): Line[] {
  const advice = fix.advice.map((text) => hangingLine(0, 6, span("help (server): ", "green", "bold"), text));
  const warnings = securityLines(security, room === Infinity);
  // The best that fits; the last in any case.
  const candidates = changeLines(fix).flatMap((lines) => [
    [...advice, ...lines, ...warnings],
    [...advice, ...lines],
  ]);
  return candidates.find((lines) => layOut(lines, columns, false).length <= room) ?? candidates.at(-1)!;
}

/** What to change, the longest first. */
function changeLines({ headers, server }: Fix): Line[][] {
  if (headers === null) return [[]];
  const [first] = server;
  const missing = missingByPlace(headers.missing).flatMap(([place, lines]) => headerLines(place, lines));
  const short = [...missing, pointer(server), ...filesLine(first)];
  if (first === undefined || first.detectedFrom === null || first.parts.length === 0) return [short];
  const before = removeLines(first);
  const after = [...noteLines(first), ...pathLines(first)];
  return [
    [...before, ...codeLines(first), ...after, ...filesLine(first)],
    [...missing, ...before, ...placeLines(first), ...after, pointer(server), ...filesLine(first)],
    short,
  ];
}

/** The gravest of what is wrong with the answers, and of the usual shortcuts; all of it if there is room. */
function securityLines(security: readonly SecurityNote[], isAll: boolean): Line[] {
  const isAnswer = ({ code }: SecurityNote): boolean => code.startsWith("answer-");
  const isGrave = ({ severity }: SecurityNote): boolean => severity === "high" || severity === "medium";
  const seen = security.filter((note) => isAnswer(note) && (isAll || isGrave(note)));
  const shortcuts = security.filter((note) => !isAnswer(note) && (isAll || note.severity === "high"));
  return [...seen, ...(isAll ? shortcuts : shortcuts.slice(0, 1))].map(({ message }) =>
    hangingLine(0, 6, span("careful:       ", "yellow", "bold"), message),
  );
}

function headerLines(where: string, headers: HeaderList): Line[] {
  return headers.map(([name, value], index) =>
    codeLine(6, span((index === 0 ? where : "").padEnd(16), "dim"), span(`${name}: ${value}`, "green")),
  );
}

/** A server whose files can be read can have them mended. */
function filesLine(fix: ServerFix | undefined): Line[] {
  if (fix === undefined || fix.detectedFrom === null) return [];
  const folder = folders[fix.server];
  if (folder === undefined) return [];
  return [hangingLine(6, 6, span(`in the files that it has now: concors lint ${folder} --fix`, "dim"))];
}

/** Where a server's files are on most machines. */
const folders: Readonly<Partial<Record<ServerName, string>>> = { nginx: "/etc/nginx", apache: "/etc/apache2" };

function pointer(servers: readonly ServerFix[]): Line {
  const options = servers.map(({ server }) => `--fix ${server}`).join(", ");
  return hangingLine(6, 6, span(`as configuration or code: ${options}`, "dim"));
}

/** What stands there already, and would come twice. */
function removeLines({ name, remove }: ServerFix): Line[] {
  return remove.length === 0
    ? []
    : [hangingLine(6, 6, span(`take out what ${name} is told about ${remove.join(", ")} now`, "dim"))];
}

function codeLines(fix: ServerFix): Line[] {
  return fix.parts.flatMap((part, index) => [
    ...placeLine(fix, part, index),
    ...part.code.split("\n").map((text) => codeLine(6, span(text, "green"))),
  ]);
}

/** The files by name, and where each goes. */
function placeLines(fix: ServerFix): Line[] {
  return fix.parts.flatMap((part, index) => placeLine(fix, part, index));
}

function placeLine({ detectedFrom, name }: ServerFix, { path, where }: ServerFixPart, index: number): Line[] {
  const server = index === 0 ? `${name}${detectedFrom === null ? "" : ` (${detectedFrom})`}, ` : "";
  return [hangingLine(6, 8, span(`${server}${path}: ${where}`, "dim"))];
}

function noteLines({ notes }: ServerFix): Line[] {
  return notes.map((text) => hangingLine(6, 8, span(`careful: `, "yellow"), text));
}

function pathLines({ forPath }: ServerFix): Line[] {
  return forPath === null ? [] : [hangingLine(6, 8, span(`for that path alone: ${forPath}`, "dim"))];
}

/** What the page could do instead. */
export function clientLines({ fix }: Explanation): Line[] {
  return fix.client.slice(0, 3).map(changeLine);
}

function changeLine({ code, summary }: ClientChange): Line {
  const text = [span("help (page):   ", "green", "bold"), summary];
  return code === null ? hangingLine(0, 6, ...text) : hangingLine(0, 6, ...text, " ", span(code, "green"));
}

/** A fix alone, ready to be put in place: comments say where, and what to know first. */
export function fixText({ fix, summary, verdict }: Explanation): string {
  if (fix.server.length > 0) return fix.server.map(serverFixText).join("\n");
  const remarks = [
    summary,
    ...fix.advice,
    verdict === "allowed" ? "Nothing has to be changed." : "No configuration mends it.",
  ];
  return remarks.map((text) => `# ${printable(text)}\n`).join("");
}

function serverFixText({ command, forPath, name, notes, parts }: ServerFix): string {
  const remarks = notes.map((text) => `careful: ${text}`);
  if (parts.length === 0) return [`${name} cannot be configured so.`, ...remarks].map((text) => `# ${text}\n`).join("");
  const files = [
    ...(forPath === null ? [] : [`for that path alone: ${forPath}`]),
    ...(command === null || parts.length === 1 ? [] : [`as files: ${command} --out FOLDER`]),
  ];
  return parts
    .map(({ code, language, path, where }, index) => {
      const comments = [...(index === 0 ? [...remarks, ...files] : []), `${path}: ${where}`];
      return `${comments.map((text) => comment(language, text)).join("")}${code}\n`;
    })
    .join("\n");
}

function comment(language: ServerFixPart["language"], text: string): string {
  switch (language) {
    case "csharp":
    case "java":
    case "javascript":
      return `// ${text}\n`;
    case "lua":
      return `-- ${text}\n`;
    case "xml":
      return `<!-- ${text.replaceAll("--", "- -")} -->\n`;
    // What has no comments is told apart like files are.
    case "json":
    case "php":
    case "text":
      return `==> ${text}\n`;
    default:
      return `# ${text}\n`;
  }
}
