import type { OriginRule } from "../../block.ts";
import { expressionOfPart } from "../../expression/written-otherwise.ts";
import type { Place } from "../../finding.ts";
import type { Word } from "./parse-haproxy.ts";
import { parseSample, sampleOf } from "./samples.ts";
import { either } from "./truth.ts";
import type { Truth } from "./truth.ts";
import type { Transaction } from "./transaction.ts";

/** `req.fhdr(origin) -m str https://app.example.com` */
export interface AclTest {
  readonly words: readonly Word[];
  readonly at: Place;
}

/** Whether one of several tests is met, of which all are made: who may read is found so. Null if these files do not tell. */
export function isAnyMet(tests: readonly AclTest[], transaction: Transaction): Truth {
  const parsed = tests.map((test) => parseTest(test));
  const folders = foldersOf(parsed);
  return parsed
    .map((test) => {
      const methods = predefined.get(test.sample);
      return methods === undefined
        ? isTestMet(test, folders, transaction)
        : methods.includes(transaction.request.method);
    })
    .reduce(either, false);
}

/** @see https://docs.haproxy.org/2.6/configuration.html#7.4 */
const predefined: ReadonlyMap<string, readonly string[]> = new Map([
  ["METH_GET", ["GET", "HEAD"]],
  ...["CONNECT", "DELETE", "HEAD", "OPTIONS", "POST", "PUT", "TRACE"].map((method): [string, readonly string[]] => [
    `METH_${method}`,
    [method],
  ]),
]);

/** Paths that are asked for together with all below: `/api` and what begins with `/api/`. */
function foldersOf(tests: readonly ParsedTest[]): ReadonlySet<string> {
  const patternsOf = (wanted: string): readonly string[] =>
    tests.flatMap(({ method, patterns }) => (method === wanted ? patterns : []));
  const texts = patternsOf("str");
  return new Set(
    patternsOf("beg")
      .filter((text) => texts.includes(text.slice(0, -1)))
      .map((text) => text.slice(0, -1)),
  );
}

interface ParsedTest {
  readonly sample: string;
  readonly method: string;
  readonly ignoresCase: boolean;
  readonly patterns: readonly string[];
  /** A file of patterns, which is not read. */
  readonly file: string | null;
  readonly at: Place;
}

function parseTest({ words, at }: AclTest): ParsedTest {
  const [first, ...rest] = words.map(({ text }) => text);
  const [, bare = "", suffix, end = ""] =
    /^([\w.]+?)(?:_(beg|end|sub|reg|dom|dir|len))?((?:\(|,|$).*)$/s.exec(first ?? "") ?? [];
  const patterns: string[] = [];
  let method = suffix;
  let ignoresCase = false;
  let file: string | null = null;
  for (let index = 0; index < rest.length; index += 1) {
    const text = rest[index]!;
    if (text === "-i") ignoresCase = true;
    else if (text === "-m") method = rest[(index += 1)];
    else if (text === "-f") file = rest[(index += 1)] ?? "";
    else if (text !== "--" && text !== "-n") patterns.push(text);
  }
  const sample = `${bare}${end}`;
  return { sample, method: method ?? usualMethod(sample, patterns), ignoresCase, patterns, file, at };
}

function usualMethod(sample: string, patterns: readonly string[]): string {
  if (/^(?:req\.)?f?hdr_cnt\(|^status$|^int\(/.test(sample)) return "int";
  return patterns.length === 0 ? "bool" : "str";
}

function isTestMet(test: ParsedTest, folders: ReadonlySet<string>, transaction: Transaction): Truth {
  const { sample, method, patterns, file, at } = test;
  const value = sampleOf(sample, transaction);
  if (file !== null && value !== null) {
    transaction.note(at, `The file ${file} is not read: what it lists is left out.`);
    return false;
  }
  if (value === undefined) return null;
  if (method === "found") return value !== null;
  if (value === null) return false;
  if (method === "bool") return value !== "0" && value !== "";
  if (method === "int") return matchesNumber(Number(value), patterns);
  if (method === "len") return matchesNumber(value.length, patterns);
  const { fetch } = parseSample(sample);
  const isPath = fetch === "path" || fetch === "url";
  const rules = patterns.flatMap((pattern) =>
    isPath ? pathRules(pattern, test, folders, transaction) : originRules(pattern, test),
  );
  return rules.map((rule) => transaction.matches(value, rule)).includes(true);
}

function originRules(pattern: string, { method, ignoresCase, at }: ParsedTest): readonly OriginRule[] {
  const part = parts.get(method);
  if (part !== undefined) return [{ ...expressionOfPart(part, pattern, at), ignoresCase }];
  if (method === "reg") return [{ kind: "expression", source: pattern, ignoresCase, echo: "request", at }];
  return method === "str" ? [{ kind: "exact", origin: pattern, ignoresCase, at }] : [];
}

/** `dom` and `dir` take what stands between dots, slashes and colons. */
const parts: ReadonlyMap<string, "start" | "end" | "anywhere"> = new Map([
  ["beg", "start"],
  ["end", "end"],
  ["sub", "anywhere"],
  ["dom", "anywhere"],
  ["dir", "anywhere"],
]);

/** In the form that says which paths a rule is for. */
function pathRules(
  pattern: string,
  { method, ignoresCase, at }: ParsedTest,
  folders: ReadonlySet<string>,
  transaction: Transaction,
): readonly OriginRule[] {
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\-]/g, String.raw`\$&`);
  const rule = (source: string): OriginRule => ({ kind: "expression", source, ignoresCase, echo: "request", at });
  const folder = pattern.replace(/\/$/, "");
  if (method === "reg") return [rule(pattern)];
  if ((method === "str" || method === "beg") && folders.has(folder)) return [rule(`^${literal(folder)}(/|$)`)];
  if (method === "str") return [rule(`^${literal(pattern)}$`)];
  if (method !== "beg") return [rule(literal(pattern))];
  if (pattern.endsWith("/")) return [rule(`^${literal(pattern)}`)];
  transaction.note(at, `What begins with ${pattern} is ${pattern}x too, which a prefix of a site does not take.`);
  return [rule(`^${literal(pattern)}(/|$)`)];
}

/** `1`, `gt 0`, `400:599` */
function matchesNumber(value: number, patterns: readonly string[]): boolean {
  const [first] = patterns;
  const compare = operators.get(first ?? "");
  const ranges = compare === undefined ? patterns : patterns.slice(1);
  return ranges.some((range) => {
    const [low, high = low] = range.split(":").map(Number);
    return compare === undefined ? value >= low! && value <= high! : compare(value, low!);
  });
}

const operators: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ["eq", (a, b) => a === b],
  ["ge", (a, b) => a >= b],
  ["gt", (a, b) => a > b],
  ["le", (a, b) => a <= b],
  ["lt", (a, b) => a < b],
]);
