import type { Explanation, ServerFix } from "@concors/explain";
import { missingByPlace } from "@concors/explain";
import type { HeaderList } from "concors/protocol";
import type { Line } from "./text.ts";
import { codeLine, hangingLine } from "./text.ts";

/** What to change on the server, and what the page could do instead. */
export function fixLines({ fix }: Explanation): Line[] {
  const lines = fix.advice.map((text) => hangingLine(0, 6, `help (server): ${text}`));
  if (fix.headers !== null)
    lines.push(...missingByPlace(fix.headers.missing).flatMap(([place, headers]) => headerLines(place, headers)));
  const [server] = fix.server;
  if (server !== undefined && server.detectedFrom !== null) lines.push(...codeLines(server));
  for (const { code, summary } of fix.client.slice(0, 2)) {
    lines.push(hangingLine(0, 6, `help (page):   ${summary}${code === null ? "" : ` ${code}`}`));
  }
  return lines;
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
