import type { DecidingLine, ExplainedExchange, Explanation } from "@concors/explain";
import type { Line } from "./text.ts";
import { hangingLine, line } from "./text.ts";

/** What went over the wire, the line that decided marked. What passed takes a line. */
export function timelineLines({ cause, notSent, preflight, timeline }: Explanation): Line[] {
  const because = preflight.because.map(({ rule }) => rule).join("; ");
  const lines = timeline.flatMap((exchange, index) => {
    const isWhole = index === cause?.exchange || (cause === null && index === timeline.length - 1);
    const why = exchange.kind === "preflight" && exchange.hop === 0 ? because : "";
    return exchangeLines(exchange, index + 1, why, isWhole);
  });
  if (notSent === null) return lines;
  return [...lines, hangingLine(2, 5, `${timeline.length + 1}  ${notSent.method} ${notSent.url}  not sent`, "dim")];
}

function exchangeLines(exchange: ExplainedExchange, number: number, because: string, isWhole: boolean): Line[] {
  const { deciding, method, requestHeaders, response, url } = exchange;
  const title = `${number}  ${method} ${url}`;
  if (!isWhole) return [hangingLine(2, 5, `${title}  ${statusOf(response)} ✓`)];
  const lines = [hangingLine(2, 5, title)];
  if (because !== "") lines.push(hangingLine(5, 7, `a preflight, because ${because}`, "dim"));
  const sent = requestHeaders.filter(([name]) => isTellingRequestHeader(name));
  lines.push(...sent.map(([name, value]) => hangingLine(5, 7, `> ${name}: ${value}`)));
  if (response === null) return [...lines, line(5, "< no answer", "bad")];
  lines.push(hangingLine(5, 7, `< ${statusOf(response)}`));
  if (deciding?.kind === "status") lines.push(mark(String(response.status).length, deciding));
  return [...lines, ...headerLines(response.headers, deciding)];
}

function headerLines(headers: ExplainedExchange["requestHeaders"], deciding: DecidingLine | null): Line[] {
  const lines: Line[] = [];
  headers.forEach(([name, value], index) => {
    const decides = deciding?.lines.includes(index) === true;
    if (!decides && !isTellingResponseHeader(name)) return;
    const shown = value.length <= 200 ? value : `${value.slice(0, 199)}…`;
    lines.push(hangingLine(5, 7, `< ${name}: ${shown}`));
    if (decides && index === deciding.lines.at(-1)) lines.push(mark(name.length + 2 + shown.length, deciding));
  });
  if (deciding?.kind === "absent-header") {
    const absent = `(no ${deciding.name})`;
    lines.push(line(5, `< ${absent}`), mark(absent.length, deciding));
  }
  return lines;
}

/** The carets under the line that decided, and what should stand there. */
function mark(length: number, { wanted }: DecidingLine): Line {
  return hangingLine(7, 7, `${"^".repeat(Math.min(Math.max(length, 1), 60))} ${wanted}`, "bad");
}

function statusOf(response: ExplainedExchange["response"]): string {
  if (response === null) return "no answer";
  return response.statusText === "" ? String(response.status) : `${response.status} ${response.statusText}`;
}

function isTellingRequestHeader(name: string): boolean {
  return /^(?:origin|cookie|authorization|access-control-request-.*)$/i.test(name);
}

function isTellingResponseHeader(name: string): boolean {
  return /^(?:access-control-allow-(?:origin|credentials|methods|headers)|location)$/i.test(name);
}
