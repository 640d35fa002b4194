import type { Report } from "@concors/explain";
import { askedWords, withServer } from "./ask.ts";
import { InconclusiveError, UsageError } from "./errors.ts";
import type { Judgement } from "./judgement.ts";
import { agreement, browsersShould } from "./judgement.ts";
import type { OpenServer } from "./open-server.ts";
import type { Asked, PageRequest, PageRequestFrom } from "./page-request.ts";
import { askedBy, askedFrom } from "./page-request.ts";
import { originHint, reportLines, reportOf } from "./report-lines.ts";
import { blankLine } from "./text.ts";

/**
 * How errors are provoked: by status, what to ask for; or a list of what to ask for, whose status is what it turns out to
 * be. In a list, 404 stands for a path that no server has.
 */
export type Provocations = Readonly<Record<number, string | PageRequest>> | readonly (number | string | PageRequest)[];

/** Whether pages may read a server's errors, as they may read what goes well. */
export async function judgeErrors(
  server: unknown,
  provocations: Provocations,
  request: string | PageRequestFrom = {},
): Promise<Judgement> {
  const shared = askedFrom(request);
  const rows = rowsOf(provocations).map(({ ask, status }) => ({ status, asked: provoked(shared, request, ask) }));
  return withServer(server, shared, async (ask, open) => {
    const reports: Report[] = [];
    for (const { asked, status } of rows) {
      const report = reportOf(await ask(asked));
      checkProvoked(asked, open, status, report);
      reports.push(report);
    }
    const lost = reports.filter(({ engines }) => engines.some(({ readable }) => !readable));
    const words = rows.map(
      ({ asked, status }) => `${status === null ? "" : `${status} of `}${askedWords(asked, open)}`,
    );
    return {
      holds: agreement(reports.flatMap(({ engines }) => engines.map(({ readable }) => readable))),
      ...browsersShould(shared.engines, `let pages of ${shared.origin} read errors: ${words.join(", ")}`),
      lines: [
        ...(lost.length === 0 ? reports : lost).flatMap((report, index) => [
          ...(index === 0 ? [] : [blankLine]),
          ...reportLines(report),
        ]),
        ...originHint(shared),
      ],
    };
  });
}

interface Provocation {
  /** What is to be answered; null if any error will do. */
  readonly status: number | null;
  readonly ask: string | PageRequest;
}

function rowsOf(provocations: Provocations): readonly Provocation[] {
  const rows = Array.isArray(provocations)
    ? (provocations as readonly (number | string | PageRequest)[]).map(rowOf)
    : Object.entries(checkedObject(provocations)).map(([status, ask]) => ({ status: errorStatus(status), ask }));
  if (rows.length === 0) throw new UsageError(`Say which errors: ${example}`);
  return rows;
}

function checkedObject(provocations: unknown): Readonly<Record<string, string | PageRequest>> {
  if (typeof provocations === "object" && provocations !== null) return provocations as Record<string, string>;
  throw new UsageError(`${JSON.stringify(provocations)} does not say which errors: ${example}`);
}

function errorStatus(text: string): number {
  if (/^[45]\d\d$/.test(text)) return Number(text);
  throw new UsageError(`${text} is not the status of an error. Say it like this: ${example}`);
}

const example = `toKeepCorsOnErrors({ 401: "/me", 404: "/missing", 500: "/broken" }).`;

function rowOf(ask: number | string | PageRequest): Provocation {
  if (ask === 404) return { status: 404, ask: noPath };
  if (typeof ask === "number") {
    throw new UsageError(`What is to be asked for, so that the server answers ${ask}? Say it like this: ${example}`);
  }
  return { status: null, ask };
}

/** What no server has. */
const noPath = "/concors-asks-for-what-is-not-there";

/** What provokes an error, asked as all the others are. */
function provoked(shared: Asked, request: string | PageRequestFrom, ask: string | PageRequest): Asked {
  const { origin: _, ...rest }: PageRequestFrom = typeof request === "string" ? {} : request;
  return askedBy(shared.origin, { ...rest, ...(typeof ask === "string" ? { path: ask } : ask) });
}

/** @throws InconclusiveError if there is no such error to look at */
function checkProvoked(asked: Asked, open: OpenServer, status: number | null, { explanations }: Report): void {
  const last = explanations[0]!.timeline.at(-1);
  const answered = last?.response?.status ?? null;
  // What a preflight is answered is for the report to say.
  if (last?.kind !== "actual" || answered === null) return;
  if (status === null ? answered >= 400 : answered === status) return;
  const wanted = status === null ? "with an error" : String(status);
  throw new InconclusiveError(
    `${askedWords(asked, open)} was answered ${answered}, and not ${wanted}: there is no error to look at.`,
  );
}
