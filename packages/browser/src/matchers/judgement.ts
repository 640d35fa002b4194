import type { EngineName } from "../index.ts";
import { engineName } from "./engine-name.ts";
import type { Line } from "./text.ts";

/** What a server was found to do. */
export interface Judgement {
  /** Mixed: browsers disagree, so that neither it nor its opposite holds. */
  readonly holds: boolean | "mixed";
  /** What it is that holds, or does not, in one sentence. */
  readonly wanted: string;
  /** The same of its opposite. */
  readonly opposite: string;
  /** How it was found out: what is said if it is not as wanted. */
  readonly lines: readonly Line[];
}

/** What several browsers find, as one answer. */
export function agreement(found: readonly boolean[]): boolean | "mixed" {
  if (found.every(Boolean)) return true;
  return found.some(Boolean) ? "mixed" : false;
}

/** What browsers should do, or should not. */
export function browsersShould(engines: readonly EngineName[], what: string): Pick<Judgement, "wanted" | "opposite"> {
  if (engines.length >= 3) return { wanted: `Every browser should ${what}.`, opposite: `No browser should ${what}.` };
  const names = engines.map(engineName).join(" and ");
  return { wanted: `${names} should ${what}.`, opposite: `${names} should not ${what}.` };
}
