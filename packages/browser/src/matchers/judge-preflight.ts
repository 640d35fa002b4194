import type { Explanation, Report } from "@concors/explain";
import { get } from "concors/protocol";
import type { Transport } from "../index.ts";
import { withServer } from "./ask.ts";
import { UsageError } from "./errors.ts";
import type { Judgement } from "./judgement.ts";
import { agreement, browsersShould } from "./judgement.ts";
import type { Asked } from "./page-request.ts";
import { askedWords } from "./page-request.ts";
import { reportLines, reportOf } from "./report-lines.ts";

/**
 * Whether a preflight is answered so that the request after it would be sent, which it is not.
 *
 * @throws UsageError for a request that no browser sends a preflight for
 */
export async function judgePreflight(server: unknown, asked: Asked): Promise<Judgement> {
  return withServer(server, asked, async (ask, { transport }) => {
    const traces = await ask(asked, preflightsOnly(transport));
    if (traces.some(({ exchanges }) => exchanges[0]?.kind !== "preflight")) {
      throw new UsageError(
        `${askedWords(asked)} needs no preflight: give a method other than GET, HEAD and POST, or a header like Content-Type: application/json.`,
      );
    }
    const report = reportOf(traces);
    return {
      holds: agreement(report.engines.map(({ verdict }) => verdict === "allowed")),
      ...browsersShould(asked.engines, `send ${askedWords(asked)} for pages of ${asked.origin}, after its preflight`),
      lines: reportLines(ofPreflights(report, asked)),
    };
  });
}

/** A transport that keeps back what a preflight is for, as if its answer could be read by anybody. */
function preflightsOnly(transport: Transport): Transport {
  return async (request, signal) => {
    if (request.kind === "preflight") return transport(request, signal);
    const origin = get(request.headerList, "Origin") ?? "*";
    const headerList = [
      ["Access-Control-Allow-Origin", origin],
      ["Access-Control-Allow-Credentials", "true"],
    ] as const;
    return { status: 204, headerList };
  };
}

/** A report without what nobody was asked. */
function ofPreflights(report: Report, asked: Asked): Report {
  return { ...report, explanations: report.explanations.map((explanation) => ofPreflight(explanation, asked)) };
}

function ofPreflight(explanation: Explanation, asked: Asked): Explanation {
  if (explanation.verdict !== "allowed") return explanation;
  const { method, url } = explanation.request;
  return {
    ...explanation,
    summary: `The answer to the preflight lets pages of ${asked.origin} send ${askedWords(asked)}.`,
    notes: [],
    timeline: explanation.timeline.filter(({ kind }) => kind === "preflight"),
    notSent: { method, url },
  };
}
