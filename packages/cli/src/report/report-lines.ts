import type { EngineOutcome, Explanation, NamedDeparture, NoteCode, Report } from "@concors/explain";
import type { Line, Span } from "../terminal/text.ts";
import { blankLine, hangingLine, layOut, span } from "../terminal/text.ts";
import { consoleLines } from "./console-lines.ts";
import { engineName } from "./engine-name.ts";
import { clientLines, serverLines } from "./fix-lines.ts";
import { timelineLines } from "./timeline-lines.ts";

export interface ReportOptions {
  /** Every header, and whole fixes. */
  readonly verbose: boolean;
  /** What a screen holds; what is longer is pointed at. */
  readonly rows: number;
  readonly columns: number;
}

/** A report for people: the verdict, the engines, what happened, why, and what to change. At most a screen. */
export function reportLines(report: Report, options: ReportOptions): Line[] {
  const [first, ...others] = report.explanations;
  const lines = [...headline(report, first!), ...otherStories(report, others), blankLine, engineRow(report.engines)];
  lines.push(...consoleLines(report.engines, options.verbose, options.columns));
  lines.push(...departureLines(report.engines), blankLine, ...timelineLines(first!, options.verbose));
  lines.push(...remarkLines(first!, options.verbose));
  const client = clientLines(first!);
  const taken = layOut([...lines, ...client], options.columns, false).length + 1;
  const room = options.verbose ? Infinity : options.rows - taken;
  const server = serverLines(first!, room, options.columns);
  if (server.length > 0) lines.push(blankLine, ...server);
  if (client.length > 0) lines.push(...(server.length > 0 ? [] : [blankLine]), ...client);
  return lines;
}

function headline({ engines, verdict }: Report, explanation: Explanation): Line[] {
  // What could not be found out is said on standard error.
  if (verdict === "inconclusive" && explanation.verdict === "inconclusive") return [];
  const code = explanation.cause?.code;
  const [word, style] =
    explanation.verdict === "blocked"
      ? (["blocked", "red"] as const)
      : explanation.verdict === "allowed"
        ? (["allowed", "green"] as const)
        : (["unknown", "yellow"] as const);
  // That the standard says otherwise is said below.
  const isShared = engines.every((outcome) => outcome.explanation === 0 || outcome.engine === "spec");
  const where = isShared ? "" : ` in ${enginesOf(engines, 0)}`;
  const tag = span(`${word}${code === undefined ? "" : `[${code}]`}`, style, "bold");
  return [hangingLine(0, 0, tag, span(`${where}: `, "bold"), span(explanation.summary, "bold"))];
}

/** With several stories the first is told whole, and the others in a sentence. */
function otherStories({ engines }: Report, others: readonly Explanation[]): Line[] {
  return others.map(({ cause, summary, verdict }, index) => {
    const tag = cause === null ? verdict : `${verdict}[${cause.code}]`;
    const style = verdict === "allowed" ? "green" : verdict === "blocked" ? "red" : "yellow";
    return hangingLine(0, 2, span(tag, style, "bold"), ` in ${enginesOf(engines, index + 1)}: ${summary}`);
  });
}

function enginesOf(engines: readonly EngineOutcome[], explanation: number): string {
  const names = engines
    .filter((outcome) => outcome.explanation === explanation)
    .map(({ engine }) => engineName(engine));
  return names.length <= 1 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`;
}

/** The browsers first: the standard is what they are held against. */
function engineRow(engines: readonly EngineOutcome[]): Line {
  const browsersFirst = engines.toSorted((a, b) => Number(a.engine === "spec") - Number(b.engine === "spec"));
  const spans = browsersFirst.flatMap((outcome, index) => [
    ...(index === 0 ? [] : [span("   ")]),
    ...engineSpans(outcome),
  ]);
  return hangingLine(2, 2, ...spans);
}

function engineSpans({ engine, needsPermission, verdict }: EngineOutcome): Span[] {
  const mark = {
    allowed: span("✓", "green"),
    blocked: span("✗", "red"),
    inconclusive: span("?", "yellow"),
  }[verdict];
  const permission = needsPermission && verdict === "allowed" ? [span(" (asks permission)", "yellow")] : [];
  return [span(`${engineName(engine)} `), mark, ...permission];
}

/** Each departure once, with all the engines that share it. */
function departureLines(engines: readonly EngineOutcome[]): Line[] {
  const shared = new Map<string, { readonly names: string[]; readonly departure: NamedDeparture }>();
  for (const { departures, engine } of engines) {
    for (const departure of departures) {
      const known = shared.get(departure.id);
      if (known === undefined) shared.set(departure.id, { names: [engineName(engine)], departure });
      else known.names.push(engineName(engine));
    }
  }
  return [...shared.values()].map(({ departure: { does, standard }, names }) =>
    hangingLine(4, 6, span(`${names.join(", ")}: `, "cyan"), `${does} `, span(`The standard: ${standard}`, "dim")),
  );
}

/** The consoles show what they name; permission is the next question only once the server allows. */
function isShownElsewhere(code: NoteCode, cause: Explanation["cause"]): boolean {
  return code === "engines-name-another-reason" || (code === "local-network-access" && cause !== null);
}

function remarkLines({ also, cause, notes }: Explanation, verbose: boolean): Line[] {
  const lines: Line[] = [];
  if (also.length > 0) {
    const items = also.map(({ code, summary, title }) => `${verbose ? summary : title} [${code}]`);
    lines.push(hangingLine(2, 8, span("also: ", "yellow"), items.join("; ")));
  }
  const shown = notes.filter(({ code }) => verbose || !isShownElsewhere(code, cause));
  for (const { summary } of shown) lines.push(hangingLine(2, 8, span("note: ", "cyan"), summary));
  const step = cause?.step ?? null;
  if (step !== null) lines.push(hangingLine(2, 8, span("rule: ", "cyan"), `${step.name}  `, span(step.url, "dim")));
  return lines.length === 0 ? [] : [blankLine, ...lines];
}
