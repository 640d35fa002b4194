import { askedWords, withServer } from "./ask.ts";
import type { Judgement } from "./judgement.ts";
import { agreement, browsersShould } from "./judgement.ts";
import type { Asked } from "./page-request.ts";
import { reportLines, reportOf } from "./report-lines.ts";

/** Whether pages may read the answer to a request. */
export async function judgeRead(server: unknown, asked: Asked): Promise<Judgement> {
  return withServer(server, asked, async (ask, open) => {
    const report = reportOf(await ask(asked));
    return {
      holds: agreement(report.engines.map(({ readable }) => readable)),
      ...browsersShould(asked.engines, `let pages of ${asked.origin} read the answer to ${askedWords(asked, open)}`),
      lines: reportLines(report),
    };
  });
}
