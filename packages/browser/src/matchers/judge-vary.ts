import type { HeaderList } from "concors/protocol";
import { get, getDecodeAndSplit } from "concors/protocol";
import { askedWords, withServer } from "./ask.ts";
import { UsageError } from "./errors.ts";
import type { Judgement } from "./judgement.ts";
import { agreement } from "./judgement.ts";
import type { Asked } from "./page-request.ts";
import { otherOrigin } from "./page-request.ts";
import { reportOf } from "./report-lines.ts";
import type { Line } from "./text.ts";
import { blankLine, codeLine, hangingLine } from "./text.ts";

/**
 * Whether caches are told that answers depend on the origin: by `Vary: Origin` on the answer to a page that is allowed, to
 * one that is not, and to a request without an origin, since a cache keeps that one for the others as well.
 *
 * @see https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
 * @throws UsageError for a method whose answers no cache keeps
 */
export async function judgeVary(server: unknown, asked: Asked): Promise<Judgement> {
  const method = asked.init.method ?? "GET";
  if (!/^(?:get|head)$/i.test(method)) throw new UsageError(`No cache keeps the answer to ${method}: ask for a GET.`);
  return withServer(server, asked, async (ask, open) => {
    const words = askedWords(asked, open);
    const answers: Answer[] = [];
    for (const [name, origin] of [
      [asked.origin, asked.origin],
      [otherOrigin, otherOrigin],
      ["no origin", open.url.origin],
    ] as const) {
      const traces = await ask({ ...asked, origin, engines: ["spec"] });
      const { timeline } = reportOf(traces).explanations[0]!;
      // A preflight is not kept, so that what it is answered varies on nothing.
      const got = timeline.filter(({ kind }) => kind === "actual");
      answers.push(...got.map(({ response }) => ({ name, status: response!.status, headers: response!.headers })));
    }
    return {
      holds: agreement([answers.every(({ headers }) => variesOnOrigin(headers))]),
      wanted: `Every answer to ${words} should have Vary: Origin.`,
      opposite: `Not every answer to ${words} should have Vary: Origin.`,
      lines: answerLines(answers, words),
    };
  });
}

interface Answer {
  /** Whom it was given. */
  readonly name: string;
  readonly status: number;
  readonly headers: HeaderList;
}

function variesOnOrigin(headers: HeaderList): boolean {
  const names = getDecodeAndSplit(headers, "Vary") ?? [];
  return names.some((name) => name === "*" || name.toLowerCase() === "origin");
}

function answerLines(answers: readonly Answer[], words: string): Line[] {
  const lacking = answers.filter(({ headers }) => !variesOnOrigin(headers));
  const lines = answers.flatMap(({ headers, name, status }) => [
    hangingLine(2, 5, `${words} from ${name}`),
    hangingLine(5, 7, `< ${status}`),
    hangingLine(5, 7, `< ${shown(headers, "Access-Control-Allow-Origin")}`),
    hangingLine(5, 7, `< ${shown(headers, "Vary")}`, variesOnOrigin(headers) ? "good" : "bad"),
    ...(variesOnOrigin(headers)
      ? []
      : [hangingLine(7, 7, `${"^".repeat(shown(headers, "Vary").length)} has to name Origin`, "bad")]),
  ]);
  if (lacking.length === 0) return lines;
  const isConstant = answers.every(({ headers }) => get(headers, "Access-Control-Allow-Origin") === "*");
  const summary = isConstant
    ? "does not vary: Access-Control-Allow-Origin: * is the same for every origin, and needs no Vary. Leave this out."
    : `does not vary: ${lacking.length} of ${answers.length} answers have no Vary: Origin, so a cache gives one origin's answer to another.`;
  const help = [
    blankLine,
    hangingLine(0, 6, "help (server): Send it with every answer, also where a request has no origin."),
    codeLine(6, `${"every answer".padEnd(16)}Vary: Origin`, "good"),
  ];
  return [hangingLine(0, 2, summary, "bad"), blankLine, ...lines, ...(isConstant ? [] : help)];
}

function shown(headers: HeaderList, name: string): string {
  const value = get(headers, name);
  return value === null ? `(no ${name})` : `${name}: ${value.length <= 160 ? value : `${value.slice(0, 159)}…`}`;
}
