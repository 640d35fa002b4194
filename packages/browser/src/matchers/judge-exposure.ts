import { contains, get, isHeaderName } from "concors/protocol";
import type { Trace, Transport } from "../index.ts";
import { UsageError } from "./errors.ts";

import { askedWords, withServer } from "./ask.ts";
import type { Judgement } from "./judgement.ts";
import { agreement, browsersShould } from "./judgement.ts";
import type { Asked } from "./page-request.ts";
import { originHint, reportLines, reportOf } from "./report-lines.ts";
import type { Line } from "./text.ts";
import { blankLine, codeLine, hangingLine, line } from "./text.ts";

/** Whether pages may read response headers of these names, whether this answer has them or not. */
export async function judgeExposure(server: unknown, names: readonly string[], asked: Asked): Promise<Judgement> {
  const wrong = names.find((name) => !isHeaderName(name));
  if (names.length === 0 || wrong !== undefined) {
    throw new UsageError(`${JSON.stringify(wrong ?? [])} is not the name of a header: toExpose("X-Request-Id").`);
  }
  return withServer(server, asked, async (ask, open) => {
    const words = askedWords(asked, open);
    const sentences = browsersShould(
      asked.engines,
      `let pages of ${asked.origin} read ${names.join(", ")} of the answer to ${words}`,
    );
    const report = reportOf(await ask(asked));
    if (report.engines.some(({ readable }) => !readable)) {
      const holds = report.engines.some(({ readable }) => readable) ? "mixed" : false;
      return { holds, ...sentences, lines: [...reportLines(report), ...originHint(asked)] };
    }
    const traces = await ask(asked, withHeaders(open.transport, names));
    const hidden = names.filter((name) => !traces.every((trace) => isReadable(trace, name)));
    const holds = agreement(traces.flatMap((trace) => names.map((name) => isReadable(trace, name))));
    return { holds, ...sentences, lines: exposureLines(traces[0]!, names, hidden, words) };
  });
}

/** A transport whose answers have headers of these names, so that it shows whether a page could read them. */
function withHeaders(transport: Transport, names: readonly string[]): Transport {
  return async (request, signal) => {
    const answer = await transport(request, signal);
    if ("failed" in answer) return answer;
    const missing = names.filter((name) => !contains(answer.headerList, name));
    return { ...answer, headerList: [...answer.headerList, ...missing.map((name) => [name, ""] as const)] };
  };
}

function isReadable({ outcome }: Trace, name: string): boolean {
  return outcome.ok && contains(outcome.headers, name);
}

function exposureLines(trace: Trace, names: readonly string[], hidden: readonly string[], words: string): Line[] {
  const { origin } = trace.request;
  const headers = trace.exchanges.at(-1)?.response?.headers ?? [];
  const listed = get(headers, "Access-Control-Expose-Headers");
  const shown = listed === null ? "(no Access-Control-Expose-Headers)" : `Access-Control-Expose-Headers: ${listed}`;
  const summary =
    hidden.length === 0
      ? `exposed: Pages of ${origin} can read ${names.join(", ")}.`
      : `hidden: Pages of ${origin} read the answer to ${words}, but not its ${hidden.join(", ")}.`;
  const lines = [hangingLine(0, 2, summary, hidden.length === 0 ? "good" : "bad"), blankLine, line(5, `< ${shown}`)];
  if (hidden.length === 0) return lines;
  const isStar = listed?.trim() === "*";
  const wanted = isStar ? "with credentials, * is no wildcard" : `has to name ${hidden.join(", ")}`;
  const all = [...(listed === null || isStar ? [] : [listed]), ...hidden].join(", ");
  return [
    ...lines,
    hangingLine(7, 7, `${"^".repeat(Math.min(shown.length, 60))} ${wanted}`, "bad"),
    blankLine,
    hangingLine(0, 6, "help (server): Expose the header."),
    codeLine(6, `${"every answer".padEnd(16)}Access-Control-Expose-Headers: ${all}`, "good"),
  ];
}
