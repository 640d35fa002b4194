import { extractHeaderListValues, get, isOkStatus } from "concors/protocol";
import type { ExtractableHeaderName } from "concors/protocol";
import { allowsCredentials, evidenceOf, isAllowed, listedNames, namedOrigins, variesByOrigin } from "./answer.ts";
import type { Exchange } from "./conversation.ts";
import type { Notes } from "./notes.ts";
import { isOrigin, strangers } from "./probe-origins.ts";

const allowOrigin = "Access-Control-Allow-Origin";
const allowCredentials = "Access-Control-Allow-Credentials";

/** Finds what is wrong with single answers, whoever asked. */
export function judgeHeaders(exchanges: readonly Exchange[], notes: Notes): void {
  for (const exchange of exchanges) {
    const named = namedOrigins(exchange);
    const evidence = evidenceOf(exchange, allowOrigin);
    if (named.length > 1 && isAllowed(exchange)) notes.found("allow-origin-several", evidence, named.join(", "));
    for (const value of named)
      if (value !== "*" && value !== "null" && value !== exchange.origin && !isOrigin(value))
        notes.found("allow-origin-malformed", evidence, value);
    if (exchange.origin !== strangers[0] || isAllowed(exchange)) continue;
    const [other] = named;
    if (other !== undefined) notes.found("names-another-origin", evidence, other);
  }
  const credentialed = exchanges.filter((exchange) => isAllowed(exchange));
  for (const exchange of credentialed) {
    const value = get(exchange.headerList, allowCredentials);
    const evidence = evidenceOf(exchange, allowCredentials);
    if (value !== null && value !== "true" && value.toLowerCase() === "true")
      notes.found("credentials-malformed", evidence, value);
    if (value === "true" && namedOrigins(exchange).includes("*")) notes.found("star-with-credentials", evidence);
  }
}

const lists = [
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Expose-Headers",
] as const;

/** Finds what is wrong with the lists of an answer to an origin that is allowed. */
export function judgeLists(exchange: Exchange, notes: Notes): void {
  const credentials = allowsCredentials(exchange) && !namedOrigins(exchange).includes("*");
  const valueOf = (name: ExtractableHeaderName): string => `${name}: ${get(exchange.headerList, name)}`;
  for (const name of lists) {
    const evidence = evidenceOf(exchange, name);
    if (extractHeaderListValues(name, exchange.headerList) === "failure")
      notes.found("list-malformed", evidence, valueOf(name));
    else if (credentials && listedNames(exchange, name)?.includes("*") === true)
      notes.found("star-is-a-name", evidence, name);
  }
}

/**
 * Finds answers that a cache could hand to another origin. One that is the same for every origin needs no `Vary`.
 *
 * @param plain the answer without an origin
 * @param allowed answers to origins that are allowed, by name
 */
export function judgeVary(
  plain: Exchange | null,
  stranger: Exchange | null,
  allowed: readonly Exchange[],
  notes: Notes,
): void {
  const [first] = allowed;
  if (first === undefined) return;
  const told = [plain, stranger, ...allowed].flatMap((exchange) =>
    exchange === null ? [] : [namedOrigins(exchange).join()],
  );
  if (new Set(told).size === 1 && plain !== null) return;
  const unvaried = allowed.find((exchange) => !variesByOrigin(exchange));
  if (unvaried !== undefined) {
    notes.found("vary-missing", evidenceOf(unvaried, "Vary"));
    return;
  }
  if (plain !== null && !variesByOrigin(plain))
    notes.found("vary-missing-without-origin", evidenceOf(plain, "Vary"), "A request without an origin");
  else if (stranger !== null && !variesByOrigin(stranger))
    notes.found("vary-missing-without-origin", evidenceOf(stranger, "Vary"), "An origin that is not allowed");
}

/** Finds whether any site may send what needs a preflight, though it cannot read what comes back. */
export function judgeStrangersPreflight(exchange: Exchange | null, notes: Notes): void {
  if (exchange === null || !isOkStatus(exchange.status) || !isAllowed(exchange)) return;
  const methods = listedNames(exchange, "Access-Control-Allow-Methods") ?? [];
  const headers = listedNames(exchange, "Access-Control-Allow-Headers") ?? [];
  if (methods.some((name) => !/^(?:GET|HEAD|POST)$/.test(name)) || headers.length > 0)
    notes.found("preflight-allows-any-origin", evidenceOf(exchange, allowOrigin));
}
