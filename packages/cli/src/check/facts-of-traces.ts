import type { EngineName, Trace } from "@concors/browser";
import type { Facts } from "@concors/explain";
import type { CheckInput } from "./check-input.ts";
import { pagePolicy } from "./page-policy.ts";

/** What is known beside each engine's trace; engines whose traces end alike share a closer look. */
export async function factsOfTraces(
  traces: readonly Trace[],
  input: CheckInput,
  find: (trace: Trace) => Promise<Facts>,
): Promise<ReadonlyMap<EngineName, Facts>> {
  const found = new Map<string, Facts>();
  const facts = new Map<EngineName, Facts>();
  for (const trace of traces) {
    const key = endOf(trace);
    let looked = found.get(key);
    if (looked === undefined) found.set(key, (looked = await find(trace)));
    facts.set(trace.engine, { ...looked, ...factsOfInput(input) });
  }
  return facts;
}

function endOf({ exchanges, outcome }: Trace): string {
  const last = exchanges.at(-1);
  return JSON.stringify([outcome.ok, outcome.ok ? null : outcome.failure.code, last?.kind, last?.method, last?.url]);
}

/** What the user said. */
function factsOfInput(input: CheckInput): Facts {
  const { destination, reads, readsBody, strictTransportSecurity, urlLiteral } = input;
  const policy = pagePolicy(input);
  return {
    destination,
    ...(reads.length > 0 && { reads }),
    ...(readsBody && { readsBody }),
    ...(policy === null ? {} : { policy }),
    ...(strictTransportSecurity === null ? {} : { strictTransportSecurity }),
    ...(urlLiteral === null ? {} : { urlLiteral }),
  };
}
