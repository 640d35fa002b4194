import type { ExplainedExchange, Explanation, FixHeaders, Report, ServerFix } from "@concors/explain";
import type { HeaderList } from "concors/protocol";
import { code, fence, list, plain, table } from "./markdown.ts";
import {
  engineTitles,
  exchangeTitle,
  lookAlikeResults,
  lookAlikeTitles,
  outcomeWords,
  pathOf,
  severityWords,
  statusLine,
  verdictWords,
} from "./words.ts";

/** A report for an issue, a wiki or a mail. Its secrets are redacted already. */
export function reportMarkdown(report: Report): string {
  const [first, ...others] = report.explanations;
  if (first === undefined) return "";
  const { request } = first;
  const parts = [
    `# ${verdictWords[report.verdict]}: ${code(`${request.method} ${request.url}`)} from ${code(request.origin)}`,
    `**${plain(first.summary)}**`,
    ...(first.cause === null ? [] : [causeLine(first.cause)]),
    "## In each engine",
    table(
      ["Engine", "Verdict", "Cause"],
      report.engines.map((outcome) => [
        engineTitles[outcome.engine],
        outcomeWords(outcome),
        outcome.code === null ? "" : code(outcome.code),
      ]),
    ),
    ...others.map(({ summary }) => `${namesOf(report, others.length)}${plain(summary)}`),
    ...explanationParts(first),
    ...consoleParts(report),
  ];
  return `${parts.join("\n\n")}\n`;
}

function namesOf({ engines }: Report, others: number): string {
  const names = engines.filter(({ explanation }) => explanation > 0).map(({ engine }) => engineTitles[engine]);
  return others === 1 ? `In ${names.join(", ")}: ` : "";
}

function causeLine({ code: cause, step, title }: NonNullable<Explanation["cause"]>): string {
  const where = step === null ? "" : ` ([${plain(step.name)}](${step.url}))`;
  return `${code(cause)} ${plain(title)}${where}`;
}

function explanationParts(explanation: Explanation): string[] {
  const { failures, fix, lookalikes, notSent, reproduce, security, timeline } = explanation;
  const hidden = failures.filter(({ hiddenBehind }) => hiddenBehind !== null);
  return [
    "## What happened",
    ...timeline.map((exchange, index) => `${index + 1}. ${exchangeText(exchange)}`),
    ...(notSent === null ? [] : [`Not sent: ${code(`${notSent.method} ${notSent.url}`)}`]),
    ...section("Hidden behind it", list(hidden.map(({ code: cause, summary }) => `${code(cause)} ${plain(summary)}`))),
    ...fixParts(fix),
    ...section(
      "What only looks like it",
      table(
        ["", "Result", "Why"],
        lookalikes.map(({ code: which, finding, result, ruledOutBy }) => [
          lookAlikeTitles[which],
          lookAlikeResults[result],
          plain(ruledOutBy ?? finding ?? ""),
        ]),
      ),
      lookalikes.length > 0,
    ),
    ...section(
      "What not to do",
      list(security.map(({ message, severity }) => `**${severityWords[severity]}**: ${plain(message)}`)),
    ),
    "## Again",
    fence(reproduce.curl.join("\n"), "sh"),
    `In the console of a page of ${code(explanation.request.origin)}:`,
    fence(reproduce.fetch, "js"),
  ];
}

/** Nothing if there is nothing to say. */
function section(title: string, text: string, isThere = text !== ""): string[] {
  return isThere ? [`## ${title}`, text] : [];
}

/** The exchange as it was on the wire; an arrow marks the line that decided. */
function exchangeText(exchange: ExplainedExchange): string {
  const { deciding, method, requestHeaders, response, url } = exchange;
  const isDeciding = (index: number): boolean => deciding?.kind === "header" && deciding.lines.includes(index);
  const mark = deciding === null ? "" : `   <-- ${deciding.wanted}`;
  const status = `${statusLine(response)}${deciding?.kind === "status" || deciding?.kind === "no-answer" ? mark : ""}`;
  const lines = [
    `${method} ${pathOf(url)}`,
    ...headerLines(requestHeaders),
    "",
    response === null ? status : `HTTP ${status}`,
    ...(response?.headers ?? []).map(([name, value], index) => `${name}: ${value}${isDeciding(index) ? mark : ""}`),
    ...(deciding?.kind === "absent-header" ? [`(no ${deciding.name ?? "such header"})${mark}`] : []),
  ];
  const inferred = response?.inferredFrom ?? null;
  const remark = inferred === null ? "" : ` (not sent; worked out from ${plain(inferred)})`;
  return `${plain(exchangeTitle(exchange))} ${code(url)}${remark}\n\n${fence(lines.join("\n"), "http")}`;
}

function headerLines(headers: HeaderList): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}

function fixParts({ advice, client, headers, server }: Explanation["fix"]): string[] {
  const [first] = server;
  const parts = [
    ...(advice.length === 0 ? [] : [list(advice.map(plain))]),
    ...(headers === null ? [] : headersParts(headers)),
    ...(first === undefined ? [] : serverParts(first)),
    ...(client.length === 0
      ? []
      : [
          "In the page instead:",
          list(client.map(({ code: text, summary }) => `${plain(summary)}${text === null ? "" : ` ${code(text)}`}`)),
        ]),
  ];
  return parts.length === 0 ? [] : ["## What to change", ...parts];
}

function headersParts({ actual, preflight }: FixHeaders): string[] {
  return [
    ...(preflight === null
      ? []
      : ["The answer to the preflight, with status 204:", fence(headerLines(preflight).join("\n"), "http")]),
    "The answer to the request, errors and redirects included:",
    fence(headerLines(actual).join("\n"), "http"),
  ];
}

function serverParts({ detectedFrom, name, notes, parts }: ServerFix): string[] {
  const from = detectedFrom === null ? "" : ` (told from ${code(detectedFrom)})`;
  return [
    `For ${plain(name)}${from}:`,
    ...parts.flatMap(({ code: text, language, path, where }) => [
      `${code(path)}: ${plain(where)}`,
      fence(text, language),
    ]),
    ...(notes.length === 0 ? [] : [list(notes.map(plain))]),
  ];
}

function consoleParts({ engines }: Report): string[] {
  const told = engines.filter(({ console }) => console.length > 0);
  if (told.length === 0) return [];
  return [
    "## What the consoles say",
    ...told.flatMap(({ console, engine }) => [`${engineTitles[engine]}:`, fence(console.join("\n"))]),
  ];
}
