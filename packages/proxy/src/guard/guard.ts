import type { CheckedTargets } from "../options/checked-options.ts";
import type { ProblemCode } from "../problem.ts";
import type { Target } from "../target/target.ts";
import { addressRules } from "./address-rules.ts";
import type { AddressRules } from "./address-rules.ts";
import { urlRefusal } from "./name-guard.ts";

/** What may be fetched. */
export interface Guard {
  /** Why a target may not be fetched; null if nothing but its address can keep it from that. */
  readonly refusal: (target: Target) => ProblemCode | null;
  /** For each connection, where it is made. */
  readonly addresses: AddressRules;
}

export function createGuard(targets: CheckedTargets): Guard {
  const refusalOf = urlRefusal(targets);
  const addresses = addressRules(targets.privateNetworks, targets.denyNetworks);
  return {
    addresses,
    refusal(target) {
      const refusal = refusalOf(target);
      if (refusal !== null) return refusal;
      const literal = literalOf(target.hostname);
      return literal === null || addresses.allows(literal) ? null : "target-address-refused";
    },
  };
}

/** The address that a URL names instead of a host; null if it names a host. */
function literalOf(hostname: string): string | null {
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  // NB: The URL Standard makes four numbers of whatever ends in one, `127.1` and `0x7f000001` among them.
  return /(?:^|\.)\d+\.?$/.test(hostname) ? hostname.replace(/\.$/, "") : null;
}
