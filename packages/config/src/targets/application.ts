import type { KnownFacts } from "../facts.ts";
import { allAbilities } from "../plan/abilities.ts";
import type { Abilities, CertainLoss } from "../plan/abilities.ts";

/** What an application that has the policy in itself can say: everything, of its own answers. */
export function applicationAbilities(facts: KnownFacts): Abilities {
  return { ...allAbilities, always: frontLosses(facts) };
}

/** What never gets to an application, because what is in front of it answers. */
export function frontLosses({ front, auth }: KnownFacts): readonly CertainLoss[] {
  return [
    ...(front === "none" ? [] : [{ code: "front-not-covered", field: "errors", effect: "narrower" } as const]),
    ...(auth === "none" ? [] : [{ code: "auth-before-preflight", field: "auth", effect: "narrower" } as const]),
  ];
}
