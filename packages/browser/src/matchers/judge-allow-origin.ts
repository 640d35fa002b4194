import type { ExplainedExchange } from "@concors/explain";
import { getDecodeAndSplit } from "concors/protocol";
import { askedWords, withServer } from "./ask.ts";
import type { Judgement } from "./judgement.ts";
import type { Asked } from "./page-request.ts";
import { originHint, reportLines, reportOf } from "./report-lines.ts";

/** Whether each answer, the preflight's included, has one `Access-Control-Allow-Origin`, and one value in it. */
export async function judgeAllowOrigin(server: unknown, asked: Asked): Promise<Judgement> {
  return withServer(server, asked, async (ask, open) => {
    const report = reportOf(await ask(asked));
    const exchanges = report.explanations.flatMap(({ timeline }) => timeline);
    return {
      holds: exchanges.every((exchange) => countOf(exchange) === 1),
      wanted: `Each answer to ${askedWords(asked, open)} should have one Access-Control-Allow-Origin.`,
      opposite: `Some answer to ${askedWords(asked, open)} should have none, or several, of Access-Control-Allow-Origin.`,
      lines: [...reportLines(report), ...originHint(asked)],
    };
  });
}

function countOf({ response }: ExplainedExchange): number {
  return (getDecodeAndSplit(response?.headers ?? [], "Access-Control-Allow-Origin") ?? []).length;
}
