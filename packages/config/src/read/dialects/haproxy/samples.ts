import type { Sample, Transaction } from "./transaction.ts";

/** `req.fhdr(origin),lower`: what is fetched, and what is made of it. */
export interface SampleExpression {
  readonly fetch: string;
  readonly argument: string;
  readonly converters: readonly string[];
}

export function parseSample(text: string): SampleExpression {
  const [, fetch = "", argument = "", rest = ""] = /^([\w.-]+)(?:\(([^)]*)\))?(.*)$/s.exec(text) ?? [];
  const converters = rest.split(/,(?![^(]*\))/).filter((converter) => converter !== "");
  return { fetch, argument: argument.trim(), converters };
}

/**
 * What a sample expression is for a transaction.
 *
 * @see https://docs.haproxy.org/2.6/configuration.html#7.3
 */
export function sampleOf(text: string, transaction: Transaction): Sample {
  const { fetch, argument, converters } = parseSample(text);
  return converters.reduce<Sample>(
    (value, converter) => convert(value, converter),
    fetchSample(fetch, argument, transaction),
  );
}

function fetchSample(fetch: string, argument: string, transaction: Transaction): Sample {
  const { request } = transaction;
  const [name = ""] = argument.split(",");
  switch (fetch) {
    case "req.hdr":
    case "req.fhdr":
    case "hdr":
    case "fhdr":
      return transaction.requestHeader(name);
    case "req.hdr_cnt":
    case "req.fhdr_cnt":
    case "hdr_cnt":
    case "fhdr_cnt": {
      const header = transaction.requestHeader(name);
      return header === undefined ? undefined : header === null ? "0" : "1";
    }
    case "capture.req.hdr":
      return transaction.captured[Number(name)] || null;
    case "res.hdr":
    case "res.fhdr":
    case "shdr":
      return transaction.responseHeader(name);
    case "method":
    case "capture.req.method":
      return request.method;
    case "path":
    case "url":
    case "capture.req.uri":
      return request.path;
    case "var":
      return transaction.variable(name);
    case "str":
    case "int":
      return argument;
    case "bool":
      return argument === "true" || argument === "1" ? "1" : "0";
    case "always_true":
    case "ssl_fc":
      return "1";
    // A browser sends no password with a preflight.
    case "always_false":
    case "http_auth":
    case "http_auth_group":
      return "0";
    default:
      return undefined;
  }
}

function convert(value: Sample, converter: string): Sample {
  if (value === null || value === undefined) return value;
  switch (converter) {
    case "lower":
      return value.toLowerCase();
    case "upper":
      return value.toUpperCase();
    case "length":
      return String(value.length);
    case "bool":
      return value === "0" || value === "" ? "0" : "1";
    case "not":
      return value === "0" || value === "" ? "1" : "0";
    default:
      return undefined;
  }
}

/** A text with the values of its `%[…]` in their place; what is not there is nothing. */
export function formatText(format: string, transaction: Transaction): string | undefined {
  let isKnown = true;
  const text = format.replaceAll(/%\[((?:[^\][]|\[[^\]]*\])*)\]|%%/g, (whole, expression: string | undefined) => {
    if (expression === undefined) return whole === "%%" ? "%" : whole;
    const value = sampleOf(expression, transaction);
    if (value === undefined) isKnown = false;
    return value ?? "";
  });
  return isKnown ? text : undefined;
}
