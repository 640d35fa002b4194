import { createSiteCors } from "@concors/config";
import type { CheckedSite } from "@concors/config";
import type { Decision } from "concors";
import type { ExplainedExchange, Explanation } from "@concors/explain";
import type { Header, HeaderList } from "concors/protocol";

/** What a server answered, and what it would with the policy, a line each. */
export interface AnswerDiff {
  readonly method: string;
  readonly url: string;
  readonly kind: ExplainedExchange["kind"];
  readonly lines: readonly DiffLine[];
  /** What to know about this answer; null if there is nothing. */
  readonly remark: string | null;
}

/** Gone: sent now, not with the policy. New: the other way round. */
export interface DiffLine {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

/**
 * The answers of a check against those that a policy would give to the same requests. CORS decides some lines of an
 * answer; those alone are compared.
 */
export function answerDiffs(
  { notSent, request, timeline }: Pick<Explanation, "notSent" | "request" | "timeline">,
  site: CheckedSite,
): AnswerDiff[] {
  const cors = createSiteCors(site);
  const diffs = timeline.map((exchange): AnswerDiff => {
    const { kind, method, requestHeaders, response, url } = exchange;
    const decision = cors.decide({ method, headers: requestHeaders, url: pathnameOf(url) });
    const lines = response === null ? wantedLines(decision) : diffLines(response, decision);
    return { method, url, kind, lines, remark: remarkOn(exchange, decision) };
  });
  if (notSent === null) return diffs;
  const { method, url } = notSent;
  const decision = cors.decide({ method, headers: [["Origin", request.origin]], url: pathnameOf(url) });
  const remark = decision.allowed ? "The browser never sent it, so what is answered now is not known." : notLetIn;
  return [...diffs, { method, url, kind: "actual", lines: wantedLines(decision), remark }];
}

function pathnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "/";
}

/** Whether nothing would change. */
export function isSame({ lines }: AnswerDiff): boolean {
  return lines.every(({ kind }) => kind === "same");
}

function diffLines(
  { headers, status, statusText }: NonNullable<ExplainedExchange["response"]>,
  decision: Decision,
): DiffLine[] {
  const sent = headers.filter(isOfCors);
  const open = decision.headers.filter((header) => !sent.some((other) => isSameHeader(header, other)));
  const kept = new Set<string>();
  const lines = [...statusLines(`${status} ${statusText}`.trim(), status, decision)];
  for (const header of sent) {
    const [name, value] = header;
    const key = name.toLowerCase();
    // A second line of the same name has to go, whatever it says.
    const isKept = !kept.has(key) && decision.headers.some((wanted) => isSameHeader(wanted, header));
    if (isKept) kept.add(key);
    lines.push({ kind: isKept ? "same" : "gone", text: `${name}: ${value}` });
    const at = open.findIndex(([other]) => other.toLowerCase() === key);
    if (at !== -1) lines.push(...open.splice(at, 1).map(newLine));
  }
  return [...lines, ...open.map(newLine), ...varyLines(headers, decision)];
}

function statusLines(now: string, status: number, decision: Decision): DiffLine[] {
  if (decision.kind !== "preflight" || decision.status === status) return [{ kind: "same", text: now }];
  return [
    { kind: "gone", text: now },
    { kind: "new", text: statusWords[decision.status] },
  ];
}

function newLine([name, value]: Header): DiffLine {
  return { kind: "new", text: `${name}: ${value}` };
}

/** Names of headers have no case; their values have. */
function isSameHeader([name, value]: Header, [other, text]: Header): boolean {
  return name.toLowerCase() === other.toLowerCase() && value === text;
}

/** What answers vary by is added to whatever they do already. */
function varyLines(headers: HeaderList, { vary }: Decision): DiffLine[] {
  const sent = headers.filter(([name]) => name.toLowerCase() === "vary");
  const names = new Set(sent.flatMap(([, value]) => value.split(",")).map((name) => name.trim().toLowerCase()));
  const missing = names.has("*") ? [] : vary.filter((name) => !names.has(name.toLowerCase()));
  return [
    ...sent.map(([name, value]): DiffLine => ({ kind: "same", text: `${name}: ${value}` })),
    ...(missing.length === 0 ? [] : [{ kind: "new", text: `Vary: ${missing.join(", ")}` } as const]),
  ];
}

function wantedLines(decision: Decision): DiffLine[] {
  const status = decision.kind === "preflight" ? [statusWords[decision.status]] : [];
  const vary = decision.vary.length === 0 ? [] : [`Vary: ${decision.vary.join(", ")}`];
  const headers = decision.headers.map(([name, value]) => `${name}: ${value}`);
  return [...status, ...headers, ...vary].map((text) => ({ kind: "new", text }));
}

const statusWords = { 204: "204 No Content", 403: "403 Forbidden" } as const;

function isOfCors([name]: Header): boolean {
  return /^access-control-/i.test(name);
}

function remarkOn({ response }: ExplainedExchange, decision: Decision): string | null {
  if (!decision.allowed) return notLetIn;
  if (response === null) return "No answer came, so there is nothing to compare with.";
  if (response.inferredFrom !== null)
    return `This was not sent, since it may change something: the answer is worked out from ${response.inferredFrom}.`;
  return null;
}

const notLetIn = "This policy does not let the page in: its origin is not among the origins.";
