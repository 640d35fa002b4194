import type { ScenarioNode, ScenarioStep } from "../scenario.ts";

/** What a kind's generator makes of a scenario; the rest is the same for all. */
export interface Draft {
  readonly nodes: Readonly<Record<string, ScenarioNode>>;
  readonly steps: readonly ScenarioStep[];
}
