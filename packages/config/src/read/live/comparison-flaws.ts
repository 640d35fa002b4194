import { evidenceOf } from "./answer.ts";
import type { LiveFindingCode } from "./live-finding.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Notes } from "./notes.ts";
import { attackerDomain, probeLabel } from "./probe-origins.ts";

/** In which ways a comparison of origins takes more than was meant. */
export interface ComparisonFlaws {
  /** What follows the origin does not count. */
  readonly endsEarly: boolean;
  /** What stands before the name does not count. */
  readonly beginsLate: boolean;
}

/** @param base the domain under which all is allowed; null if there is none */
export async function findComparisonFlaws(
  neighbours: Neighbours,
  base: string | null,
  notes: Notes,
): Promise<ComparisonFlaws> {
  if (neighbours.isAddress) return { endsEarly: false, beginsLate: false };
  const isFlawed = async (code: LiveFindingCode, host: string): Promise<boolean> => {
    const exchange = await neighbours.allows(host);
    if (exchange !== null)
      notes.found(code, evidenceOf(exchange, "Access-Control-Allow-Origin"), neighbours.origin(host));
    return exchange !== null;
  };
  const { host } = neighbours.match;
  const name = base ?? host;
  const endsEarly = await isFlawed("suffix-allowed", `${host}.${attackerDomain}`);
  const beginsLate = await isFlawed("prefix-allowed", `${probeLabel}${name}`);
  // Without a third label, what is left would be a top-level domain, which nobody can register.
  if (name.split(".").length > 2)
    await isFlawed("dot-unescaped", `${base === null ? "" : `${probeLabel}.`}${name.replace(".", "x")}`);
  return { endsEarly, beginsLate };
}
