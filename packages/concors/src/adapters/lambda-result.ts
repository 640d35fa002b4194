import type { DecisionHeaders } from "../policy/decision.ts";
import { corsResponseHeaders } from "./cors-response-headers.ts";
import { mergeVary } from "./merge-vary.ts";

/** What a function answers, where the answer says its status. */
export interface LambdaResult {
  statusCode: number;
  headers?: Record<string, string | number | boolean>;
  multiValueHeaders?: Record<string, (string | number | boolean)[]>;
  body: string;
  isBase64Encoded?: boolean;
  /** Of an HTTP API or a function URL. */
  cookies?: string[];
}

/** A result with the CORS headers of a decision in one of its two places for headers, and no others in either. */
export function withLambdaHeaders(
  result: LambdaResult,
  decision: DecisionHeaders,
  place: "headers" | "multiValueHeaders",
): LambdaResult {
  const own = new Map<string, string>();
  for (const [name, value] of decision.headers) {
    // One of them may be no CORS header, but a list that others add to: `Server-Timing`.
    const there = corsResponseHeaders.includes(name.toLowerCase()) ? [] : valuesOf(result, name.toLowerCase());
    own.set(name, [...there, value].join(", "));
  }
  const vary = mergeVary(valuesOf(result, "vary").join(", "), decision.vary);
  if (vary !== null) own.set("Vary", vary);

  const replaced = new Set([...corsResponseHeaders, ...[...own.keys()].map((name) => name.toLowerCase())]);
  const { headers = {}, multiValueHeaders = {}, ...rest } = result;
  const single = without(headers, replaced);
  const multiple = without(multiValueHeaders, replaced);
  for (const [name, value] of own) {
    if (place === "headers") single[name] = value;
    else multiple[name] = [value];
  }
  return {
    ...rest,
    ...(Object.keys(single).length === 0 ? {} : { headers: single }),
    ...(Object.keys(multiple).length === 0 ? {} : { multiValueHeaders: multiple }),
  };
}

/** @param name in lower case; a result has it in any */
function valuesOf({ headers = {}, multiValueHeaders = {} }: LambdaResult, name: string): string[] {
  return [headers, multiValueHeaders].flatMap((fields) =>
    Object.entries(fields).flatMap(([key, value]) => (key.toLowerCase() === name ? [value].flat().map(String) : [])),
  );
}

function without<Value>(fields: Record<string, Value>, names: ReadonlySet<string>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name.toLowerCase())));
}
