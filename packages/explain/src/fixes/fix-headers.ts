import type { Trace } from "@concors/browser/engine";
import type { Header, HeaderList } from "concors/protocol";
import { extractHeaderListValues, get } from "concors/protocol";
import type { FixHeaders } from "../explanation.ts";
import type { Grant } from "./grant.ts";
import { credentialsHeaders, isPublic, preflightHeaders } from "./grant-headers.ts";

/** The header lines that carry out a grant for the page, and which of them the server does not send yet. */
export function fixHeaders(grant: Grant, trace: Trace): FixHeaders {
  const actual = sharedLines(grant);
  const preflight = grant.preflight === null ? null : [...actual, ...preflightHeaders(grant)];
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

/** The lines that no answer of this kind carries; all of them if there was no answer. */
function missingFrom(trace: Trace, kind: "preflight" | "actual", lines: readonly Header[]): Header[] {
  const answers = trace.exchanges.flatMap((exchange) => (exchange.kind === kind ? (exchange.response ?? []) : []));
  const last = answers.at(-1);
  return last === undefined ? [...lines] : lines.filter((line) => !carries(last.headers, line));
}

function carries(headers: HeaderList, [name, value]: Header): boolean {
  const actual = get(headers, name);
  if (actual === null) return false;
  if (name === "Vary") return actual === "*" || listed(actual).includes("origin");
  if (name !== "Access-Control-Allow-Methods" && name !== "Access-Control-Allow-Headers") return actual === value;
  // A list that cannot be parsed holds nothing.
  if (extractHeaderListValues(name, headers) === "failure") return false;
  const present = listed(actual);
  return listed(value).every((item) => present.includes(item));
}

function listed(value: string): string[] {
  return value.split(",").map((item) => item.trim().toLowerCase());
}
