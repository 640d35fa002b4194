import type { Exchange, FetchFailure, ResolveEntry, Trace, Transport } from "@concors/browser";
import type { BodyFact, Facts } from "@concors/explain";
import { get } from "concors/protocol";
import type { Observed } from "./observing-transport.ts";
import { probeAddresses } from "./probe-addresses.ts";
import { speaksOtherScheme } from "./speaks-other-scheme.ts";

export interface ProbeOptions {
  readonly resolve: readonly ResolveEntry[];
  /** Milliseconds, for a whole check; a probe waits no longer than two seconds. */
  readonly timeout: number;
  /** Whether a proxy stands between, so that nothing can be probed. */
  readonly isProxied: boolean;
}

/** Takes a closer look where a trace ends without an answer that tells why. Asks nothing but GET. */
export async function findFacts(
  trace: Trace,
  observed: Observed,
  transport: Transport,
  options: ProbeOptions,
): Promise<Facts> {
  const { exchanges, outcome } = trace;
  if (outcome.ok) return bodyFacts(exchanges, observed);
  const exchange = outcome.exchange === null ? undefined : exchanges[outcome.exchange];
  if (exchange === undefined) return {};
  const url = new URL(exchange.url);
  const certificate = observed.certificates.get(url.origin);
  if (certificate !== undefined) return { certificate };
  if (options.isProxied) return {};
  const timeout = Math.min(options.timeout, 2000);
  if (isUnreachable(outcome.failure)) return { addresses: await probeAddresses(url, options.resolve, timeout) };
  if (!isUnclear(outcome.failure, exchange)) return {};
  if (await speaksOtherScheme(url, options.resolve, timeout)) return { speaksOtherScheme: true };
  return exchange.kind === "preflight" && exchange.response === null
    ? { answersGet: await answersGet(exchange, transport) }
    : {};
}

async function bodyFacts(exchanges: readonly Exchange[], { bodies }: Observed): Promise<Facts> {
  const last = exchanges.at(-1);
  if (last === undefined || (last.response?.inferredFrom ?? null) !== null) return {};
  const body: BodyFact | null = (await bodies.get(`${last.method} ${last.url}`)) ?? null;
  return body === null ? {} : { body };
}

function isUnreachable({ code }: FetchFailure): boolean {
  return code === "connection-refused" || code === "connection-timed-out" || code === "network-unreachable";
}

/** Whether what came may be because the other one of http and https was spoken, or because somebody dropped it. */
function isUnclear({ code }: FetchFailure, { response, url }: Exchange): boolean {
  if (response !== null) {
    const isAllowing = get(response.headers, "Access-Control-Allow-Origin") !== null;
    return response.status === 400 && !isAllowing && url.startsWith("http:");
  }
  return /^(?:connection-closed|connection-reset|invalid-http-response|network-failed|timed-out|tls-error)$/.test(code);
}

async function answersGet({ requestHeaders, url }: Exchange, transport: Transport): Promise<boolean> {
  const headerList = requestHeaders.filter(([name]) => !/^access-control-request-/i.test(name));
  const answer = await transport({ kind: "actual", method: "GET", url: new URL(url), headerList, body: null }, null);
  return !("failed" in answer);
}
