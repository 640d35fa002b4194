import type { SimulatedHeader } from "../../simulation/simulation.ts";
import { before } from "../../text-lines.ts";
import { aclsOf, isMet, splitCondition } from "./conditions.ts";
import type { Line, Section } from "./parse-haproxy.ts";
import { formatText } from "./samples.ts";
import type { Transaction } from "./transaction.ts";

/** `http-response` is for what comes from servers; `http-after-response`, for every answer, HAProxy's own too. */
export type ResponseKeyword = "http-response" | "http-after-response";

/** @see https://docs.haproxy.org/2.6/configuration.html#4.2-http-after-response */
export function runResponseRules(wanted: ResponseKeyword, { lines }: Section, transaction: Transaction): void {
  const acls = aclsOf(lines);
  for (const line of lines) {
    const rule = ruleOf(line);
    if (rule?.keyword !== wanted) continue;
    const { words, condition } = splitCondition(rule);
    const [action, name, ...rest] = words.map(({ text }) => text);
    const met = isMet(condition, acls, transaction);
    if (met === null && /^access-control-/i.test(name ?? ""))
      transaction.note(line.at, `Which answers have ${name} is not told by this file alone.`);
    if (met !== true || action === undefined) continue;
    if (action.startsWith("lua.")) transaction.note(line.at, `What ${action} does is not told by this file.`);
    const change = changes.get(action);
    if (change !== undefined && name !== undefined)
      setHeader(change, name, rest.join(" "), line, wanted === "http-after-response", transaction);
  }
}

type Change = "set" | "add" | "delete";

const changes: ReadonlyMap<string, Change> = new Map([
  ["set-header", "set"],
  ["add-header", "add"],
  ["del-header", "delete"],
]);

export function setHeader(
  change: Change,
  name: string,
  format: string,
  { at, keyword, keywordAt }: Line,
  onErrors: boolean,
  transaction: Transaction,
): void {
  const key = name.toLowerCase();
  const isSame = (header: SimulatedHeader): boolean => header.name.toLowerCase() === key;
  if (change !== "add") {
    transaction.headers = transaction.headers.filter((header) => !isSame(header));
    transaction.stripped.add(key);
  }
  if (change === "delete") return;
  const value = formatText(format, transaction);
  if (value === undefined) {
    transaction.note(at, `What ${name} is set to is not told by this file alone.`);
    return;
  }
  const patch = keyword === "http-response" ? { span: keywordAt.span, text: "http-after-response" } : undefined;
  const indent = " ".repeat(at.span.column - 1);
  const varyPatch = { span: before(at).span, text: `http-after-response add-header Vary Origin\n${indent}` };
  transaction.headers = [...transaction.headers, { name, value, at, onErrors, patch, varyPatch }];
}

/** `rspadd Name:\ value`, as before 2.1, is `http-response add-header Name value`. */
function ruleOf(line: Line): Line | null {
  const { keyword, words } = line;
  if (keyword === "http-response" || keyword === "http-after-response") return line;
  const [first, ...rest] = words;
  const match = /^([\w-]+):\s*(.*)$/s.exec(first?.text ?? "");
  if ((keyword !== "rspadd" && keyword !== "rspidel" && keyword !== "rspdel") || first === undefined || match === null)
    return null;
  const action = keyword === "rspadd" ? "add-header" : "del-header";
  const texts = [action, match[1]!, match[2]!].map((text) => ({ text, at: first.at }));
  return { ...line, keyword: "http-response", words: [...texts, ...rest] };
}
