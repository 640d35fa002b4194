import type { Explanation, Report } from "@concors/explain";
import { get } from "concors/protocol";
import type { Transport } from "../index.ts";
import { askedWords, withServer } from "./ask.ts";
import { UsageError } from "./errors.ts";
import type { Judgement } from "./judgement.ts";
import { agreement, browsersShould } from "./judgement.ts";
import type { Asked } from "./page-request.ts";
import { reportLines, reportOf } from "./report-lines.ts";

/**
 * Whether a preflight is answered so that the request after it would be sent, which it is not.
 *
 * @throws UsageError for a request that no browser sends a preflight for
 */
export async function judgePreflight(server: unknown, asked: Asked): Promise<Judgement> {
  return withServer(server, asked, async (ask, open) => {
    const words = askedWords(asked, open);
    const traces = await ask(asked, preflightsOnly(open.transport));
    if (traces.every(({ exchanges }) => exchanges[0]?.kind !== "preflight")) {
      throw new UsageError(
        `${words} needs no preflight: give a method other than GET, HEAD and POST, or a header like Content-Type: application/json.`,
      );
    }
    const report = reportOf(traces);
    return {
      holds: agreement(report.engines.map(({ verdict }) => verdict === "allowed")),
      ...browsersShould(asked.engines, `send ${words} for pages of ${asked.origin}, after its preflight`),
      lines: reportLines(ofPreflights(report, words)),
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
function ofPreflights(report: Report, words: string): Report {
  return { ...report, explanations: report.explanations.map((explanation) => ofPreflight(explanation, words)) };
}

function ofPreflight(explanation: Explanation, words: string): Explanation {
  if (explanation.verdict !== "allowed") return explanation;
  const { method, origin, url } = explanation.request;
  return {
    ...explanation,
    summary: `The answer to the preflight lets pages of ${origin} send ${words}.`,
    notes: [],
    timeline: explanation.timeline.filter(({ kind }) => kind === "preflight"),
    notSent: { method, url },
  };
}
