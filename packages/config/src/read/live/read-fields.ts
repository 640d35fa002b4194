import { extractMaxAge, get } from "concors/protocol";
import { allowsCredentials, evidenceOf, listedNames } from "./answer.ts";
import { usableNames } from "./assemble-policy.ts";
import type { Exchange } from "./conversation.ts";
import type { LearnedFields } from "./learned-policy.ts";
import type { PreflightsLearned } from "./learn-preflights.ts";
import type { Notes } from "./notes.ts";

const longestMaxAge = 86_400;

/** What a policy says beside its origins, read from answers to origins that are allowed. */
export function readFields(
  allowed: readonly Exchange[],
  credentials: boolean,
  preflights: PreflightsLearned,
  notes: Notes,
): LearnedFields {
  const { answer, methods, requestHeaders } = preflights;
  const usable = (field: "methods" | "requestHeaders", header: string): "*" | readonly string[] =>
    answer === null ? [] : usableNames(field, preflights[field].names, credentials, evidenceOf(answer, header), notes);
  return {
    credentials,
    methods: methods.names.length === 0 ? [] : usable("methods", "Access-Control-Allow-Methods"),
    requestHeaders: requestHeaders.names.length === 0 ? [] : usable("requestHeaders", "Access-Control-Allow-Headers"),
    exposedHeaders: readExposedHeaders(allowed, credentials, notes),
    maxAge: answer === null ? null : readMaxAge(answer, notes),
  };
}

/** What every answer exposes. One that differs from the first is noted. */
function readExposedHeaders(allowed: readonly Exchange[], credentials: boolean, notes: Notes): "*" | readonly string[] {
  const [first] = allowed;
  if (first === undefined) return [];
  let names = exposedBy(first);
  for (const other of allowed) {
    const others = exposedBy(other);
    const isSame = names.length === others.length && names.every((name) => others.includes(name));
    if (isSame && allowsCredentials(other) === allowsCredentials(first)) continue;
    names = names.filter((name) => others.includes(name));
    notes.found("answers-differ-by-origin", evidenceOf(other, "Access-Control-Allow-Origin"), other.origin ?? "");
  }
  const wanted = credentials ? names.filter((name) => name !== "*") : names;
  return usableNames("exposedHeaders", wanted, credentials, evidenceOf(first, "Access-Control-Expose-Headers"), notes);
}

function exposedBy(exchange: Exchange): readonly string[] {
  return listedNames(exchange, "Access-Control-Expose-Headers") ?? [];
}

function readMaxAge(answer: Exchange, notes: Notes): number | null {
  const value = get(answer.headerList, "Access-Control-Max-Age");
  if (value === null) return null;
  const seconds = extractMaxAge(answer.headerList);
  if (typeof seconds === "number" && seconds <= longestMaxAge) return seconds;
  notes.found("max-age-out-of-range", evidenceOf(answer, "Access-Control-Max-Age"), value);
  return typeof seconds === "number" ? longestMaxAge : null;
}
