import type { EngineOutcome, Explanation, NoteCode, Report } from "@concors/explain";
import { explainAll } from "@concors/explain";
import { departuresAtWork } from "../engine/index.ts";
import type { EngineName, Trace } from "../index.ts";
import { engineName } from "./engine-name.ts";
import { InconclusiveError } from "./errors.ts";
import { fixLines } from "./fix-lines.ts";
import { pageOptions } from "./page-options.ts";
import type { Asked } from "./page-request.ts";
import type { Line, Tone } from "./text.ts";
import { blankLine, hangingLine, layOut, noColors } from "./text.ts";
import { timelineLines } from "./timeline-lines.ts";

/**
 * The traces of one fetch, explained.
 *
 * @throws InconclusiveError if what became of it could not be found out: no test is to pass on that
 */
export function reportOf(traces: readonly Trace[]): Report {
  const report = explainAll(traces, { departures: departuresIn(traces) });
  if (report.explanations.every(({ verdict }) => verdict !== "inconclusive")) return report;
  throw new InconclusiveError(layOut(reportLines(report), noColors));
}

/** What engines do otherwise than the standard, where they disagree. */
function departuresIn(traces: readonly Trace[]): ReadonlyMap<EngineName, ReturnType<typeof departuresAtWork>> {
  const disagree = new Set(traces.map(({ outcome }) => outcome.ok)).size > 1;
  return new Map(disagree ? traces.map((trace) => [trace.engine, departuresOf(trace)]) : []);
}

/** In which order an engine makes its checks changes the reason that it gives, and nothing else. */
function departuresOf(trace: Trace): ReturnType<typeof departuresAtWork> {
  const departures = departuresAtWork(trace, pageOptions(new URL(trace.request.url)));
  return departures.filter(({ rules }) => Object.keys(rules).some((rule) => rule !== "preflightChecks"));
}

/** A report as a test's message: the cause, the browsers, what happened, the line that decided, and what to change. */
export function reportLines({ engines, explanations }: Report): Line[] {
  const [first, ...others] = explanations;
  return [
    headline(engines, first!, 0),
    ...others.map((explanation, index) => headline(engines, explanation, index + 1)),
    blankLine,
    hangingLine(2, 2, engines.map(engineWords).join("   ")),
    ...engines.flatMap(departureLines),
    blankLine,
    ...timelineLines(first!),
    ...remarkLines(first!),
    ...withBlank(fixLines(first!)),
  ];
}

const tones: Readonly<Record<Explanation["verdict"], Tone>> = { allowed: "good", blocked: "bad", inconclusive: "bad" };

function headline(engines: readonly EngineOutcome[], { cause, summary, verdict }: Explanation, index: number): Line {
  const tag = cause === null ? verdict : `${verdict}[${cause.code}]`;
  const told = engines.filter(({ explanation }) => explanation === index);
  const where = told.length === engines.length ? "" : ` in ${told.map(({ engine }) => engineName(engine)).join(", ")}`;
  return hangingLine(0, 2, `${tag}${where}: ${summary}`, tones[verdict]);
}

function engineWords({ engine, verdict }: EngineOutcome): string {
  return `${engineName(engine)} ${{ allowed: "✓", blocked: "✗", inconclusive: "?" }[verdict]}`;
}

/** Why a browser does otherwise than the standard says. */
function departureLines({ departures, engine }: EngineOutcome): Line[] {
  return departures.map(({ does, standard }) =>
    hangingLine(4, 6, `${engineName(engine)}: ${does} The standard: ${standard}`),
  );
}

/** Where a page comes from, and which headers it cannot read, is not what a test asks that asks something else. */
const unasked: ReadonlySet<NoteCode> = new Set([
  "chromium-blocks-loopback",
  "headers-hidden",
  "local-network-access",
  "webkit-blocks-loopback",
]);

function remarkLines({ also, cause, notes }: Explanation): Line[] {
  const lines: Line[] = [];
  if (also.length > 0) {
    lines.push(hangingLine(2, 8, `also: ${also.map(({ code, title }) => `${title} [${code}]`).join("; ")}`));
  }
  for (const { code, summary } of notes) {
    if (!unasked.has(code)) lines.push(hangingLine(2, 8, `note: ${summary}`, "dim"));
  }
  const step = cause?.step ?? null;
  if (step !== null) lines.push(hangingLine(2, 8, `rule: ${step.name}  ${step.url}`, "dim"));
  return withBlank(lines);
}

function withBlank(lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [blankLine, ...lines];
}

/** Said where a page of nobody's choice was refused, which may be all there is to it. */
export function originHint({ isOriginAssumed, origin }: Asked): readonly Line[] {
  if (!isOriginAssumed) return [];
  return [
    blankLine,
    hangingLine(2, 8, `note: no origin was given, so pages of ${origin} asked. To name another: { origin }`),
  ];
}
