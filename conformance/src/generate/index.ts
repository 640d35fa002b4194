import type { Scenario } from "../scenario.ts";
import type { Draft } from "./draft.ts";
import { cache } from "./kinds/cache.ts";
import { credentialled } from "./kinds/credentials.ts";
import { expose } from "./kinds/expose.ts";
import { mode } from "./kinds/mode.ts";
import { preflightRedirect } from "./kinds/preflight-redirect.ts";
import { preflight } from "./kinds/preflight.ts";
import { redirect } from "./kinds/redirect.ts";
import { safelist } from "./kinds/safelist.ts";
import { simple } from "./kinds/simple.ts";
import { Random } from "./random.ts";
import { page } from "./values/requests.ts";

/** What a generator is after. */
export type ScenarioKind =
  | "preflight"
  | "simple"
  | "safelist"
  | "redirect"
  | "cache"
  | "credentials"
  | "expose"
  | "mode"
  | "preflightredirect";

const generators: Readonly<Record<ScenarioKind, (random: Random) => Draft>> = {
  preflight,
  simple,
  safelist,
  redirect,
  cache,
  credentials: credentialled,
  expose,
  mode,
  preflightredirect: preflightRedirect,
};

/** How often each kind comes, as the recorded scenarios have it. */
const weights: readonly (readonly [number, ScenarioKind])[] = [
  [21, "preflight"],
  [15, "simple"],
  [13, "safelist"],
  [13, "redirect"],
  [12, "cache"],
  [11, "credentials"],
  [7, "expose"],
  [6, "mode"],
  [2, "preflightredirect"],
];

export const scenarioKinds: readonly ScenarioKind[] = weights.map(([, kind]) => kind);

/**
 * Scenarios, the same ones for the same seed.
 *
 * @param kinds The kinds to make; all, each as often as the recorded ones, if not given.
 */
export function generateScenarios(
  seed: number,
  count: number,
  kinds: readonly ScenarioKind[] = scenarioKinds,
): Scenario[] {
  const random = new Random(seed);
  const chosen = weights.filter(([, kind]) => kinds.includes(kind));
  return Array.from({ length: count }, (_, index) => {
    const kind = random.weighted(chosen);
    return { id: `s${seed}-${index}`, kind, page: page(random), ...generators[kind](random) };
  });
}
