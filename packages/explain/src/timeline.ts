import type { Exchange, Trace } from "@concors/browser/engine";
import type { DecidingLine, ExplainedExchange } from "./explanation.ts";
import { redactHeaders, redactUrl } from "./redact.ts";
import { checkSteps } from "./spec-step.ts";

/** Every exchange of a trace, with what was checked on it, and the line that decided. */
export function timelineOf(
  trace: Trace,
  decidingExchange: number | null,
  deciding: DecidingLine | null,
): ExplainedExchange[] {
  return trace.exchanges.map((exchange, index) => explained(exchange, index === decidingExchange ? deciding : null));
}

function explained(exchange: Exchange, deciding: DecidingLine | null): ExplainedExchange {
  const { kind, hop, method, response } = exchange;
  return {
    kind,
    hop,
    method,
    url: redactUrl(exchange.url),
    requestHeaders: redactHeaders(exchange.requestHeaders),
    response:
      response === null
        ? null
        : {
            status: response.status,
            statusText: response.statusText,
            headers: redactHeaders(response.headers),
            remoteAddress: response.remoteAddress ?? null,
            inferredFrom: response.inferredFrom ?? null,
          },
    checks: exchange.checks.map(({ name, failure }) => ({
      name,
      result: failure === null ? "pass" : "fail",
      step: checkSteps[name],
    })),
    deciding,
  };
}
