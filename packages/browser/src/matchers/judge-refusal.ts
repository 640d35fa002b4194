import type { Ask } from "./ask.ts";
import { askedWords, withServer } from "./ask.ts";
import type { Judgement } from "./judgement.ts";
import { agreement, browsersShould } from "./judgement.ts";
import type { Asked } from "./page-request.ts";
import { otherOrigin } from "./page-request.ts";
import { reportLines, reportOf } from "./report-lines.ts";
import type { Line } from "./text.ts";
import { blankLine, hangingLine } from "./text.ts";

/** Whether pages are kept from reading the answer to a request. */
export async function judgeRefusal(server: unknown, asked: Asked): Promise<Judgement> {
  return withServer(server, asked, async (ask, open) => {
    const report = reportOf(await ask(asked));
    const { opposite, wanted } = browsersShould(
      asked.engines,
      `let pages of ${asked.origin} read the answer to ${askedWords(asked, open)}`,
    );
    const refused = report.engines.map(({ readable }) => !readable);
    return {
      holds: agreement(refused),
      wanted: opposite,
      opposite: wanted,
      lines: [...reportLines(report), ...(refused.every(Boolean) ? [] : await reasonLines(ask, asked))],
    };
  });
}

/** Who else is let in, which tells what is wrong: a name on a list, or that there is no list. */
async function reasonLines(ask: Ask, asked: Asked): Promise<Line[]> {
  const others = reportOf(await ask({ ...asked, origin: otherOrigin }));
  const help = others.engines.some(({ readable }) => readable)
    ? `Pages of ${otherOrigin}, which it cannot know, may read it as well: it lets in whoever asks. Allow origins from a list.`
    : `${asked.origin} is let in by name, or by a pattern that fits it: take it off the list, or narrow the pattern.`;
  return [blankLine, hangingLine(0, 6, `help (server): ${help}`)];
}
