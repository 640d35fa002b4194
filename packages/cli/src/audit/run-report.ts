import { isAtLeast } from "@concors/explain/audit";
import type { ExitStatus } from "../exit-status.ts";
import type { Io } from "../io.ts";
import { printable } from "../terminal/printable.ts";
import { layOut } from "../terminal/text.ts";
import { wantsColor } from "../terminal/wants-color.ts";
import { version } from "../version.ts";
import type { AuditInput } from "./audit-input.ts";
import type { Baseline } from "./baseline.ts";
import { checkBaseline, markKnown, readBaseline, writeBaseline } from "./baseline.ts";
import type { Entry, SlimReport } from "./entry.ts";
import type { Progress } from "./progress.ts";
import { emptySummary, exitStatusOf, summarySentence, withReport } from "./report/summary.ts";
import type { Summary } from "./report/summary.ts";
import { urlLines } from "./report/terminal-report.ts";
import { writeReport } from "./report/write-report.ts";

/** Takes what became of each URL, once, and tells of it. */
export class RunReport {
  readonly #input: AuditInput;
  readonly #io: Io;
  readonly #progress: Progress;
  readonly #baseline: Baseline | null;
  readonly #reports: SlimReport[] = [];
  readonly #fingerprints = new Set<string>();
  #summary: Summary = emptySummary;
  /** Why it could not be found out, in one sentence. */
  #unknown = "";

  /** @throws UsageError if the baseline cannot be read, or not be written */
  constructor(input: AuditInput, io: Io, progress: Progress) {
    this.#input = input;
    this.#io = io;
    this.#progress = progress;
    if (input.baseline !== null && input.writesBaseline) checkBaseline(input.baseline);
    this.#baseline = input.baseline === null || input.writesBaseline ? null : readBaseline(input.baseline);
  }

  get summary(): Summary {
    return this.#summary;
  }

  add({ report }: Pick<Entry, "report">): void {
    const marked = this.#baseline === null ? report : markKnown(report, this.#baseline);
    this.#summary = withReport(this.#summary, marked);
    const { inconclusive } = this.#summary;
    if (report.reason !== null)
      this.#unknown =
        inconclusive === 1 ? `${report.url}: ${report.reason}` : `${inconclusive} URLs could not be found out.`;
    if (this.#input.writesBaseline) for (const { fingerprint } of marked.findings) this.#fingerprints.add(fingerprint);
    if (this.#input.format === "terminal") this.#tell(marked);
    else this.#reports.push(marked);
  }

  /** Writes what is written at the end, and says with what status. */
  finish(): ExitStatus {
    const { baseline, failOn, format, writesBaseline } = this.#input;
    this.#progress.clear();
    if (format === "terminal") this.#io.write(`${summarySentence(this.#summary)}\n`);
    else this.#io.write(writeReport(format, this.#reports.toSorted(byUrl), this.#summary, version()));
    if (baseline !== null && writesBaseline) {
      writeBaseline(baseline, this.#fingerprints);
      return this.#summary.inconclusive > 0 ? 2 : 0;
    }
    const status = exitStatusOf(this.#summary, failOn);
    if (status === 2) this.#io.writeError(`concors: ${printable(this.#unknown)}\n`);
    return status;
  }

  #tell(report: SlimReport): void {
    const { terminal } = this.#io;
    const { list, sitemap, urls } = this.#input;
    const isOneOfMany = list !== null || sitemap !== null || urls.length > 1;
    const columns = Math.min(Math.max(terminal.columns, 40), 120);
    this.#progress.clear();
    this.#io.write(
      `${layOut(urlLines(report, isOneOfMany), columns, wantsColor(this.#input.color, this.#io)).join("\n")}\n`,
    );
  }
}

/** In whatever order they came: two reports of the same are the same. */
function byUrl(one: SlimReport, other: SlimReport): number {
  return one.url < other.url ? -1 : Number(one.url > other.url);
}

/** How many findings fail the run so far. */
export function failing({ summary }: RunReport, { failOn }: AuditInput): number {
  return Object.entries(summary.findings).reduce(
    (sum, [severity, count]) => sum + (isAtLeast(severity as keyof Summary["findings"], failOn) ? count : 0),
    0,
  );
}
