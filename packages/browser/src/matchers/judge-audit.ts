import { Readable } from "node:stream";
import { audit, isAtLeast, severities } from "@concors/explain/audit";
import type { AuditFinding, AuditReport, AuditSend, AuditSeverity } from "@concors/explain/audit";
import type { Policy } from "concors";
import type { HeaderList } from "concors/protocol";
import type { NetworkResponse } from "../index.ts";
import { askedWords, targetOf, withServer } from "./ask.ts";
import { InconclusiveError, UsageError } from "./errors.ts";
import type { Judgement } from "./judgement.ts";
import type { OpenServer } from "./open-server.ts";
import { askedFrom } from "./page-request.ts";
import type { Line } from "./text.ts";
import { blankLine, hangingLine } from "./text.ts";

/** What an audit is told. */
export interface AuditRequestOptions {
  /** From the server's URL: "/items". Say one that answers: how bad a hole is depends on what can be read. */
  readonly path?: string | undefined;
  /** Origins that are let in: those that look like them are tried. */
  readonly origins?: readonly string[] | undefined;
  /** What is meant: whom the server lets in besides fails, and whom it refuses. */
  readonly policy?: Policy | undefined;
  /** Headers of a user who is signed in, like `Cookie`: whether an answer is personal decides how bad a hole is. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** From which severity on a finding fails; "low" if left out. */
  readonly failOn?: AuditSeverity | undefined;
  /** How long an answer may take, in milliseconds; 4000 if left out. */
  readonly timeout?: number | undefined;
  /** Whether any certificate will do. */
  readonly insecure?: boolean | undefined;
}

const keys = "failOn headers insecure origins path policy timeout".split(" ");

/** Whether an audit finds nothing: at most 60 requests, by GET, HEAD and OPTIONS. */
export async function judgeAudit(server: unknown, options: string | AuditRequestOptions = {}): Promise<Judgement> {
  const { failOn = "low", headers, insecure, origins, path, policy, timeout } = checkedOptions(options);
  const asked = askedFrom({ path, insecure, timeout });
  return withServer(server, asked, async (_ask, open) => {
    const url = targetOf(open, asked);
    const credentials = Object.entries(headers ?? {});
    const report = await audit(open.isInProcess ? asDeployed(url) : url, sendTo(open), {
      credentials,
      ...(origins === undefined ? {} : { origins }),
      ...(policy === undefined ? {} : { policy }),
      ...(open.isInProcess ? { labels } : {}),
    });
    if (report.verdict === "inconclusive")
      throw new InconclusiveError(`It could not be audited. ${report.reason ?? ""}`);
    const failing = report.findings.filter(({ severity }) => isAtLeast(severity, failOn));
    const words = `An audit of ${askedWords(asked, open)}`;
    return {
      holds: failing.length === 0,
      wanted: `${words} should find nothing of severity ${failOn} or worse.`,
      opposite: `${words} should find something of severity ${failOn} or worse.`,
      lines: failing.length === 0 ? cleanLines(report) : failing.flatMap(findingLines),
    };
  });
}

function checkedOptions(options: unknown): AuditRequestOptions {
  if (typeof options === "string") return { path: options };
  if (typeof options !== "object" || options === null) {
    throw new UsageError(`${String(options)} does not say what to audit: toPassAudit("/items"), or { path, origins }.`);
  }
  const unknown = Object.keys(options).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    throw new UsageError(`An audit has no ${JSON.stringify(unknown)}; it has ${keys.join(", ")}.`);
  }
  const { failOn = "low" } = options as AuditRequestOptions;
  if (severities.includes(failOn)) return options;
  throw new UsageError(`failOn: ${JSON.stringify(failOn)} is no severity; there are ${severities.join(", ")}.`);
}

/** Names that no server lets in by chance: the same each time, so that a test is. */
const labels = ["c0nc0rs1", "c0nc0rs2"] as const;

/** Where a server of this process is said to be: it is audited as what it is to be, and not for where it runs. */
const deployedAt = "https://api.under-test.example/";

function asDeployed({ pathname, search }: URL): URL {
  return new URL(`${pathname}${search}`, deployedAt);
}

/** Carries an audit's requests to where the server is. */
function sendTo({ direct, isInProcess, url: base }: OpenServer): AuditSend {
  return async ({ headerList, kind, method, url }) => {
    const target = isInProcess ? new URL(`${url.pathname}${url.search}`, base) : url;
    const sent = [...headerList, ...ownHeaders];
    const answer = await direct({ kind, method, url: target, headerList: sent, body: null }, null);
    if ("failed" in answer) return answer;
    return { status: answer.status, headerList: answer.headerList, body: await beginningOf(answer) };
  };
}

const ownHeaders: HeaderList = [["User-Agent", "Mozilla/5.0 (compatible; Concors)"]];

/** How much of a body is read, to tell it from another, in bytes. */
const mostBytes = 64 * 1024;

async function beginningOf({ body }: NetworkResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (!(body instanceof Readable) && !(body instanceof ReadableStream)) return "";
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length >= mostBytes) break;
    }
  } catch {
    // What came is what there is to tell it from another.
  }
  return Buffer.concat(chunks).subarray(0, mostBytes).toString("latin1");
}

function cleanLines({ notes, requests }: AuditReport): Line[] {
  return [
    hangingLine(0, 2, `clean: nothing was found by ${requests} requests.`, "good"),
    ...notes.map((note) => hangingLine(2, 8, `note: ${note}`, "dim")),
  ];
}

function findingLines({ code, evidence, message, remedy, severity, who }: AuditFinding, index: number): Line[] {
  return [
    ...(index === 0 ? [] : [blankLine]),
    hangingLine(0, 2, `${severity}[${code}]: ${message}`, "bad"),
    ...(who === null ? [] : [hangingLine(2, 4, `Who can use it: ${who}`)]),
    blankLine,
    ...evidence.request.map((row) => hangingLine(5, 7, `> ${row.replace(deployedAt, "/")}`)),
    hangingLine(5, 7, `< ${evidence.status}`),
    ...evidence.answer.map((row) => hangingLine(5, 7, `< ${row}`)),
    blankLine,
    hangingLine(0, 6, `help (server): ${remedy}`),
  ];
}
