import { allAbilities } from "../plan/abilities.ts";
import type { Abilities, CertainLoss } from "../plan/abilities.ts";

/** What hosted services have in common: one policy, for whole origins, and nothing that is worked out for a request. */
export const serviceAbilities: Abilities = {
  ...allAbilities,
  subdomains: "none",
  anyPort: false,
  schemes: "http and https",
  nullOrigin: false,
  routes: false,
  nobody: false,
  repeats: false,
};

export const preflightIs200: CertainLoss = { code: "preflight-status", field: "status", effect: "cosmetic" };

/** Only an answer to a request with an origin says that it depends on it. */
export const varyMissing: CertainLoss = { code: "vary-missing", field: "vary", effect: "narrower" };

export const varyNotDocumented: CertainLoss = {
  code: "not-documented",
  field: "vary",
  effect: "narrower",
  values: ["whether every answer has Vary: Origin"],
};

export const errorsNotDocumented: CertainLoss = {
  code: "not-documented",
  field: "errors",
  effect: "narrower",
  values: ["whether the errors that it answers itself have CORS headers"],
};

/** Nothing if the application is known to send none. */
export function upstreamNotStripped(upstreamSendsCors: boolean): readonly CertainLoss[] {
  return upstreamSendsCors ? [{ code: "upstream-not-stripped", field: "strip", effect: "wider" }] : [];
}
