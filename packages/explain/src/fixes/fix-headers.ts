import type { Trace } from "@concors/browser/engine";
import type { ExtractableHeaderName, Header, HeaderList } from "concors/protocol";
import { extractHeaderListValues, get } from "concors/protocol";
import type { FixHeaders } from "../explanation.ts";
import type { Grant } from "./grant.ts";
import { credentialsHeaders, isPublic, preflightHeaders } from "./grant-headers.ts";

/**
 * The header lines that carry out a grant for the page, and which of them the server does not send yet.
 *
 * @param reads the names of the headers that the page reads of the answer
 */
export function fixHeaders(grant: Grant, trace: Trace, reads: readonly string[] = []): FixHeaders {
  const shared = sharedLines(grant);
  const actual = reads.length === 0 ? shared : [...shared, exposeHeadersLine(grant)];
  const preflight = grant.preflight === null ? null : [...shared, ...preflightHeaders(grant)];
  return {
    preflight,
    actual,
    missing: {
      preflight: preflight === null ? [] : missingFrom(trace, "preflight", preflight),
      actual: missingFrom(trace, "actual", actual),
    },
  };
}

function sharedLines(grant: Grant): Header[] {
  const lines: Header[] = [["Access-Control-Allow-Origin", grant.origins[0]!], ...credentialsHeaders(grant)];
  if (!isPublic(grant)) lines.push(["Vary", "Origin"]);
  return lines;
}

function exposeHeadersLine({ exposedHeaders }: Grant): Header {
  return ["Access-Control-Expose-Headers", exposedHeaders.join(", ")];
}

/** The lines that the last answer of this kind does not carry. */
function missingFrom(trace: Trace, kind: "preflight" | "actual", lines: readonly Header[]): Header[] {
  const answers = trace.exchanges.filter(({ response }) => response !== null);
  // What nobody has seen is taken to be like the preflight: the same server grants it.
  const last = answers.findLast((exchange) => exchange.kind === kind) ?? answers.at(-1);
  const headers = last?.response?.headers ?? [];
  const missing = lines.filter((line) => !carries(headers, line));
  // A missing Vary blocks nobody; it goes with the header that it is about.
  return missing.filter(([name]) => name !== "Vary" || lacksOrigin(missing));
}

function lacksOrigin(missing: readonly Header[]): boolean {
  return missing.some(([name]) => name === "Access-Control-Allow-Origin");
}

function carries(headers: HeaderList, [name, value]: Header): boolean {
  const actual = get(headers, name);
  if (actual === null) return false;
  if (name === "Vary") return actual === "*" || listed(actual.toLowerCase()).includes("origin");
  if (!isListName(name)) return actual === value;
  // A list that cannot be parsed holds nothing.
  if (extractHeaderListValues(name, headers) === "failure") return false;
  // Methods are compared byte for byte, names of headers are not.
  const fold = (text: string): string[] => listed(name === "Access-Control-Allow-Methods" ? text : text.toLowerCase());
  const present = fold(actual);
  return fold(value).every((item) => present.includes(item));
}

function isListName(name: string): name is ExtractableHeaderName {
  return /^Access-Control-(?:Allow-Methods|Allow-Headers|Expose-Headers)$/.test(name);
}

function listed(value: string): string[] {
  return value.split(",").map((item) => item.trim());
}
