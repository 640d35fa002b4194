import type { DecidingLine, ExplainedExchange, Explanation } from "@concors/explain";
import type { Header } from "concors/protocol";
import type { Line, Span } from "../terminal/text.ts";
import { hangingLine, line, span } from "../terminal/text.ts";

/** What went over the wire, the line that decided marked. What passed takes a line, what decided is shown. */
export function timelineLines({ cause, notSent, preflight, timeline }: Explanation, verbose: boolean): Line[] {
  const because = preflight.because.map(({ rule }) => rule).join("; ");
  const lines = timeline.flatMap((exchange, index) => {
    const isWhole = verbose || index === cause?.exchange || (cause === null && index === timeline.length - 1);
    const why = exchange.kind === "preflight" && exchange.hop === 0 ? because : "";
    return exchangeLines(exchange, index + 1, why, isWhole, verbose);
  });
  if (notSent !== null) {
    lines.push(
      hangingLine(
        2,
        5,
        span(`${timeline.length + 1}  ${notSent.method} ${notSent.url}  `, "dim"),
        span("not sent", "yellow"),
      ),
    );
  }
  return lines;
}

function exchangeLines(
  exchange: ExplainedExchange,
  number: number,
  because: string,
  isWhole: boolean,
  verbose: boolean,
): Line[] {
  const { deciding, method, response, url } = exchange;
  const title = [span(`${number}  `, "dim"), span(`${method} ${url}`, "bold")];
  if (!isWhole) return [hangingLine(2, 5, ...title, `  ${statusOf(response)} `, span("✓", "green"))];
  const lines = [hangingLine(2, 5, ...title)];
  if (because !== "") lines.push(hangingLine(5, 7, span(`a preflight, because ${because}`, "dim")));
  const sent = exchange.requestHeaders.filter(([name]) => verbose || isTellingRequestHeader(name));
  lines.push(...sent.map((header) => hangingLine(5, 7, span("> ", "dim"), ...headerSpans(header))));
  if (response === null)
    return [...lines, hangingLine(5, 7, span("< ", "dim"), span("no answer", "red"), ...noAnswerSpans(deciding))];
  lines.push(hangingLine(5, 7, span("< ", "dim"), statusOf(response), ...inferredSpans(response.inferredFrom)));
  if (deciding?.kind === "status") lines.push(mark(String(response.status).length, deciding));
  response.headers.forEach(([name, value], index) => {
    const decides = deciding?.lines.includes(index) === true;
    if (!decides && !verbose && !isTellingResponseHeader(name)) return;
    const shown = verbose ? value : shortened(value);
    lines.push(hangingLine(5, 7, span("< ", "dim"), ...headerSpans([name, shown])));
    if (decides && index === deciding.lines.at(-1))
      lines.push(mark(name.length + 2 + Math.max(shown.length, 1), deciding));
  });
  if (deciding?.kind === "absent-header") lines.push(...absentLines(deciding));
  return lines;
}

function statusOf(response: ExplainedExchange["response"]): string {
  if (response === null) return "no answer";
  return response.statusText === "" ? String(response.status) : `${response.status} ${response.statusText}`;
}

function inferredSpans(inferredFrom: string | null): Span[] {
  return inferredFrom === null ? [] : [span(`  (to ${inferredFrom}: inferred)`, "yellow")];
}

function noAnswerSpans(deciding: DecidingLine | null): Span[] {
  return deciding === null || deciding.wanted === "no answer came" ? [] : [span(`  ${deciding.wanted}`, "dim")];
}

/** What makes no sense to read to the end. */
function shortened(value: string): string {
  return value.length <= 200 ? value : `${value.slice(0, 199)}…`;
}

/** The carets under the line that decided, and what should stand there. */
function mark(length: number, { wanted }: DecidingLine): Line {
  const carets = "^".repeat(Math.min(Math.max(length, 1), 60));
  return hangingLine(7, 7, span(`${carets} `, "red"), span(wanted, "red"));
}

function absentLines({ name, wanted }: DecidingLine): Line[] {
  const absent = `(no ${name})`;
  return [
    line(5, span("< ", "dim"), span(absent, "red")),
    hangingLine(7, 7, span(`${"^".repeat(absent.length)} ${wanted}`, "red")),
  ];
}

function headerSpans([name, value]: Header): Span[] {
  return [span(`${name}: `, "cyan"), span(value)];
}

function isTellingRequestHeader(name: string): boolean {
  return /^(?:origin|cookie|authorization|access-control-request-.*)$/i.test(name);
}

function isTellingResponseHeader(name: string): boolean {
  return /^(?:access-control-allow-(?:origin|credentials|methods|headers)|location|cross-origin-resource-policy)$/i.test(
    name,
  );
}
