import type { Exchange, TraceRequest } from "@concors/browser/engine";
import { get, isCorsSafelistedRequestHeader } from "concors/protocol";
import type { PreflightBecause } from "./explanation.ts";
import { otherStep } from "./spec-step.ts";
import { canonicalName } from "./words.ts";

/** Why a hop needs a preflight, each reason with its rule. */
export function preflightBecause(exchange: Exchange, request: TraceRequest): PreflightBecause[] {
  return exchange.preflightReasons.map((reason) => because(reason, request));
}

function because(reason: Exchange["preflightReasons"][number], request: TraceRequest): PreflightBecause {
  switch (reason.kind) {
    case "method":
      return {
        kind: "method",
        name: reason.method,
        rule: `${reason.method} is not GET, HEAD or POST`,
        step: otherStep.safelistedMethod,
      };
    case "header":
      return {
        kind: "header",
        name: reason.name,
        rule: headerRule(reason.name, request),
        step: otherStep.safelistedHeader,
      };
    case "flag":
      return {
        kind: "flag",
        name: null,
        rule: "an XMLHttpRequest has listeners on its upload",
        step: otherStep.preflightFlag,
      };
    case "earlier-hop":
      return {
        kind: "earlier-hop",
        name: null,
        rule: "the hop before needed one, which this engine keeps to",
        step: otherStep.preflightFlag,
      };
  }
}

function headerRule(name: string, { headers }: TraceRequest): string {
  const value = get(headers, name);
  const shown = canonicalName(name);
  if (name === "content-type" && value !== null && value.length <= 128) {
    return `Content-Type: ${value} is neither a form's nor text/plain`;
  }
  if (!isSometimesSafelisted(name) || value === null) return `${shown} is not CORS-safelisted`;
  if (value.length > 128) return `${shown} is longer than 128 bytes`;
  if (isCorsSafelistedRequestHeader(name, value))
    return `${shown}, as this engine sees it, is not safelisted with its value`;
  return name === "range"
    ? "Range is not a single range with a start, like bytes=0-99"
    : `${shown} has a byte in it that is not safelisted`;
}

function isSometimesSafelisted(name: string): boolean {
  return ["accept", "accept-language", "content-language", "content-type", "range"].includes(name);
}
