import type { EngineName } from "./engine-name.ts";
import type { Rules } from "./rules.ts";
import { standardRules } from "./standard-rules.ts";

/** One way in which an engine departs from the Fetch standard. */
export interface Departure {
  /** Stable and descriptive; what a trace and an explanation name. */
  readonly id: string;
  /** What the engine does, in a sentence. */
  readonly does: string;
  /** What the standard says instead. */
  readonly standard: string;
  /** Where the mechanism is: a source file, a bug, or an issue of the standard. */
  readonly source?: string;
  /** What in `conformance/data` shows it: a scenario's id, `console:` and a console case's, `page-context:` and one of those; null where none recorded does. */
  readonly scenario: string | null;
  /** The rules it replaces. */
  readonly rules: Partial<Rules>;
}

/** An engine: the standard, and its departures from it. */
export interface Profile {
  readonly engine: EngineName;
  /** The browser and version that was watched. */
  readonly observed: string;
  readonly departures: readonly Departure[];
  readonly rules: Rules;
}

/** @throws TypeError if two departures replace the same rule */
export function profile(engine: EngineName, observed: string, departures: readonly Departure[]): Profile {
  const rules: Partial<Rules> = {};
  for (const departure of departures) {
    for (const rule of Object.keys(departure.rules)) {
      if (rule in rules) throw new TypeError(`${departure.id} replaces ${rule}, which another departure replaced`);
    }
    Object.assign(rules, departure.rules);
  }
  return { engine, observed, departures, rules: { ...standardRules, ...rules } };
}
