import type { CauseCode } from "@concors/explain";
import { causeCodes, causeFamilies, describeCause } from "@concors/explain";
import { engineName } from "../report/engine-name.ts";
import type { Line } from "../terminal/text.ts";
import { blankLine, hangingLine, line, span } from "../terminal/text.ts";

/** The long text of a cause. */
export function causeLines(code: CauseCode): Line[] {
  const { about, client, console: words, server, step, title } = describeCause(code);
  const lines = [
    line(0, span(`${code}: `, "red", "bold"), span(title, "bold")),
    blankLine,
    line(0, plain(about)),
    blankLine,
    hangingLine(0, 6, span("help (server): ", "green", "bold"), plain(server)),
    hangingLine(0, 6, span("help (page):   ", "green", "bold"), plain(client)),
  ];
  const said = (["chromium", "firefox", "webkit"] as const).flatMap((engine) => {
    const text = words[engine];
    return text === null ? [] : [hangingLine(0, 9, span(engineName(engine).padEnd(9), "dim"), text)];
  });
  if (said.length > 0) lines.push(blankLine, line(0, "In the console:"), ...said);
  if (step !== null)
    lines.push(blankLine, hangingLine(0, 6, span("rule: ", "cyan"), `${step.name}  `, span(step.url, "dim")));
  return lines;
}

/** Every code, by family. */
export function listLines(): Line[] {
  const families = causeFamilies.map(([prefix, heading]) => ({
    heading,
    codes: causeCodes.filter((code) => code.startsWith(prefix)),
  }));
  return families.flatMap(({ codes, heading }, index) => [
    ...(index === 0 ? [] : [blankLine]),
    line(0, span(heading, "bold")),
    ...codes.map((code) => hangingLine(2, 12, span(code.padEnd(10), "cyan"), describeCause(code).title)),
  ]);
}

/** Markdown marks code with backticks; a terminal needs none. */
function plain(text: string): string {
  return text.replaceAll("`", "");
}
