import type { KnownFacts } from "../facts.ts";
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

/** Nothing if there is no application, or it is known to send none. */
export function upstreamNotStripped({ upstream, upstreamSendsCors }: KnownFacts): readonly CertainLoss[] {
  return upstreamSendsCors && upstream !== "static"
    ? [{ code: "upstream-not-stripped", field: "strip", effect: "wider" }]
    : [];
}
