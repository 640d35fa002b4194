import type { Explanation, FixHeaders, ServerFix } from "@concors/explain";
import type { HeaderList } from "concors/protocol";
import type { Line } from "./text.ts";
import { codeLine, hangingLine } from "./text.ts";

/** What to change on the server, and what the page could do instead. */
export function fixLines({ fix }: Explanation): Line[] {
  const lines = fix.advice.map((text) => hangingLine(0, 6, `help (server): ${text}`));
  if (fix.headers !== null) lines.push(...missingLines(fix.headers.missing));
  const [server] = fix.server;
  if (server !== undefined && server.detectedFrom !== null) lines.push(...codeLines(server));
  for (const { code, summary } of fix.client.slice(0, 2)) {
    lines.push(hangingLine(0, 6, `help (page):   ${summary}${code === null ? "" : ` ${code}`}`));
  }
  return lines;
}

/** What is missing everywhere is said once. */
function missingLines({ actual, preflight }: FixHeaders["missing"]): Line[] {
  const everywhere = actual.filter((header) => includes(preflight, header));
  return [
    ...headerLines("every answer", everywhere),
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

function includes(headers: HeaderList, [name, value]: HeaderList[number]): boolean {
  return headers.some(([other, text]) => other === name && text === value);
}

function headerLines(where: string, headers: HeaderList): Line[] {
  return headers.map(([name, value], index) =>
    codeLine(6, `${(index === 0 ? where : "").padEnd(16)}${name}: ${value}`, "good"),
  );
}

/** What a message has room for. */
const maxRows = 16;

/** The same as code, for the server that the answers tell of. */
function codeLines({ detectedFrom, name, parts }: ServerFix): Line[] {
  const lines = parts.flatMap(({ code, where }) => [
    hangingLine(6, 6, `${name} (${detectedFrom}), ${where}:`, "dim"),
    ...code.split("\n").map((text) => codeLine(6, text, "good")),
  ]);
  return lines.length <= maxRows ? lines : [];
}
