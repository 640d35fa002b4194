import type { Place } from "../../finding.ts";
import type { SimulatedAnswer } from "../../simulation/simulation.ts";
import { aclsOf, isMet, splitCondition } from "./conditions.ts";
import type { Section, Word } from "./parse-haproxy.ts";
import { runResponseRules, setHeader } from "./response-rules.ts";
import { formatText, sampleOf } from "./samples.ts";
import type { Transaction } from "./transaction.ts";

/** Answers a request as a frontend would, with the backend that it chooses, or as a part of a configuration. */
export function answerRequest(
  transaction: Transaction,
  frontend: Section,
  backends: ReadonlyMap<string, Section>,
): SimulatedAnswer {
  const first = runRequestRules(frontend, transaction);
  const backend = first.at === null ? backendOf(frontend, backends, transaction) : null;
  const end = backend === null ? first : runRequestRules(backend, transaction);
  const sections = backend === null ? [frontend] : [backend, frontend];
  if (end.at === null) for (const section of sections) runResponseRules("http-response", section, transaction);
  for (const section of sections) runResponseRules("http-after-response", section, transaction);
  const isProxy = sections.some(({ lines }) => lines.some(({ keyword }) => behind.has(keyword)));
  return {
    by: end.at !== null ? "here" : isProxy ? "application" : "unknown",
    status: end.status,
    at: end.at ?? undefined,
    headers: transaction.headers,
    strips: transaction.stripped.has("access-control-allow-origin"),
    asksPassword: first.asksPassword || end.asksPassword,
  };
}

const behind: ReadonlySet<string> = new Set([
  "server",
  "server-template",
  "use_backend",
  "default_backend",
  "dispatch",
]);

function backendOf(
  { lines }: Section,
  backends: ReadonlyMap<string, Section>,
  transaction: Transaction,
): Section | null {
  const acls = aclsOf(lines);
  const used = lines
    .filter(({ keyword }) => keyword === "use_backend")
    .map((line) => ({ ...splitCondition(line), line }))
    .filter(({ condition }) => isMet(condition, acls, transaction) === true);
  const [chosen] = [
    ...used.map(({ words }) => words[0]),
    lines.find(({ keyword }) => keyword === "default_backend")?.words[0],
  ];
  return chosen === undefined ? null : (backends.get(chosen.text) ?? null);
}

interface RequestEnd {
  /** The rule that answers; null if the request goes on. */
  readonly at: Place | null;
  readonly status: number | null;
  readonly asksPassword: boolean;
}

/** @see https://docs.haproxy.org/2.6/configuration.html#4.2-http-request */
function runRequestRules({ lines }: Section, transaction: Transaction): RequestEnd {
  const acls = aclsOf(lines);
  let asksPassword = false;
  for (const line of lines) {
    const { keyword, at } = line;
    const { words, condition } = splitCondition(line);
    if (keyword === "capture") capture(words, transaction);
    if (keyword === "redirect" && isMet(condition, acls, transaction) === true)
      return { at, status: statusOf(words, "code") ?? 302, asksPassword };
    if (keyword !== "http-request" || isMet(condition, acls, transaction) !== true) continue;
    const [action, ...rest] = words;
    const name = action?.text ?? "";
    if (name === "auth") asksPassword = true;
    else if (name === "allow") return { at: null, status: null, asksPassword };
    else if (name === "set-header")
      transaction.replaceHeader(textOf(rest[0]), formatText(textOf(rest[1]), transaction) ?? "");
    else if (name === "del-header") transaction.replaceHeader(textOf(rest[0]), null);
    else if (name === "capture") transaction.captured.push(sampleOf(textOf(rest[0]), transaction) ?? "");
    else if (name.startsWith("set-var")) setVariable(name, rest, transaction);
    else if (name.startsWith("unset-var(")) transaction.setVariable(variableOf(name), null);
    else if (answering.has(name)) {
      const status = statusOf(rest, "status", "deny_status", "code") ?? answering.get(name)!;
      for (const [index, { text }] of rest.entries())
        if (text === "hdr") setHeader("add", textOf(rest[index + 1]), textOf(rest[index + 2]), line, true, transaction);
      return { at, status, asksPassword };
    } else if (name.startsWith("lua.") || name === "use-service")
      transaction.note(at, `What ${words.map(textOf).join(" ")} does is not told by this file.`);
  }
  return { at: null, status: null, asksPassword };
}

/** Actions that end a request, and their status if they name none. */
const answering: ReadonlyMap<string, number> = new Map([
  ["return", 200],
  ["deny", 403],
  ["reject", 403],
  ["silent-drop", 403],
  ["tarpit", 500],
  ["redirect", 302],
]);

function statusOf(words: readonly Word[], ...names: readonly string[]): number | null {
  const index = words.findIndex(({ text }) => names.includes(text));
  const status = Number(words[index + 1]?.text);
  return index === -1 || !Number.isInteger(status) ? null : status;
}

/** `set-var(txn.name) expression`, `set-var(txn.name,ifexists) …`, `set-var-fmt(txn.name) text` */
function setVariable(name: string, words: readonly Word[], transaction: Transaction): void {
  const text = words.map(textOf).join(" ");
  const value = name.startsWith("set-var-fmt(") ? formatText(text, transaction) : sampleOf(text, transaction);
  // What is not there leaves the variable as it is.
  if (value !== null && value !== undefined) transaction.setVariable(variableOf(name), value);
}

function variableOf(name: string): string {
  return /\(([^,)]*)/.exec(name)?.[1] ?? "";
}

/** `capture request header Origin len 128` */
function capture(words: readonly Word[], transaction: Transaction): void {
  const [side, what, name] = words.map(textOf);
  if (side === "request" && what === "header") transaction.captured.push(transaction.requestHeader(name ?? "") ?? "");
}

function textOf(word: Word | undefined): string {
  return word?.text ?? "";
}
