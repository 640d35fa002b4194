import type { ClientChange, Explanation, FixHeaders, ServerFix } from "@concors/explain";
import type { Header, HeaderList } from "concors/protocol";
import type { Line } from "../terminal/text.ts";
import { codeLine, hangingLine, layOut, span } from "../terminal/text.ts";

/**
 * What the server's owner changes. The configuration is shown if the server is known and there is room for it; else the
 * header lines, and how to get the configuration.
 */
export function serverLines({ fix }: Explanation, room: number, columns: number): Line[] {
  const lines = fix.advice.map((text) => hangingLine(0, 6, span("help (server): ", "green", "bold"), text));
  if (fix.headers === null) return lines;
  const [first] = fix.server;
  const code = first === undefined || first.detectedFrom === null ? [] : codeLines(first);
  const files = filesLine(first);
  if (code.length > 0 && layOut([...lines, ...code, ...files], columns, false).length <= room)
    return [...lines, ...code, ...files];
  return [...lines, ...missingLines(fix.headers.missing), pointer(fix.server), ...files];
}

/** What is missing everywhere is said once. */
function missingLines({ actual, preflight }: FixHeaders["missing"]): Line[] {
  return [
    ...headerLines(
      "every answer",
      actual.filter((header) => includes(preflight, header)),
    ),
    ...headerLines(
      "preflight, 204",
      preflight.filter((header) => !includes(actual, header)),
    ),
    ...headerLines(
      "the answer",
      actual.filter((header) => !includes(preflight, header)),
    ),
  ];
}

function includes(headers: HeaderList, [name, value]: Header): boolean {
  return headers.some(([other, text]) => other === name && text === value);
}

function headerLines(where: string, headers: HeaderList): Line[] {
  return headers.map(([name, value], index) =>
    codeLine(6, span((index === 0 ? where : "").padEnd(16), "dim"), span(`${name}: ${value}`, "green")),
  );
}

/** A server whose files can be read can have them mended. */
function filesLine(fix: ServerFix | undefined): Line[] {
  if (fix === undefined || fix.detectedFrom === null || !["nginx", "apache"].includes(fix.server)) return [];
  return [hangingLine(6, 6, span("in the files that it has now: concors lint FILE… --fix", "dim"))];
}

function pointer(servers: readonly ServerFix[]): Line {
  const options = servers.map(({ server }) => `--fix ${server}`).join(", ");
  return hangingLine(6, 6, span(`as configuration or code: ${options}`, "dim"));
}

function codeLines(fix: ServerFix): Line[] {
  return fix.parts.flatMap(({ code, where }) => [
    hangingLine(
      6,
      6,
      span(`${fix.name}${fix.detectedFrom === null ? "" : ` (${fix.detectedFrom})`}, ${where}:`, "dim"),
    ),
    ...code.split("\n").map((text) => codeLine(6, span(text, "green"))),
  ]);
}

/** What the page could do instead. */
export function clientLines({ fix }: Explanation): Line[] {
  return fix.client.slice(0, 3).map(changeLine);
}

function changeLine({ code, summary }: ClientChange): Line {
  const text = [span("help (page):   ", "green", "bold"), summary];
  return code === null ? hangingLine(0, 6, ...text) : hangingLine(0, 6, ...text, " ", span(code, "green"));
}

/** A fix alone, ready to be put in place: comments say where. */
export function fixText({ fix }: Explanation): string {
  return fix.server
    .flatMap(({ language, parts }) => parts.map(({ code, where }) => `${comment(language, where)}${code}\n`))
    .join("\n");
}

function comment(language: ServerFix["language"], text: string): string {
  switch (language) {
    case "javascript":
    case "php":
      return `// ${text}\n`;
    case "xml":
      return `<!-- ${text} -->\n`;
    case "json":
      return "";
    default:
      return `# ${text}\n`;
  }
}
