import type { Journal } from "./operate/journal.ts";
import type { MetricValues } from "./operate/metrics.ts";
import type { ProxySettings } from "./settings/settings.ts";

/** Whoever takes requests: this process, or several. */
export interface Crew {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly journal: Journal;
  /** Requests under way; null if it is not known here. */
  readonly inFlight: () => number | null;
  /** Why requests are refused, whatever they ask for. */
  readonly notReady: () => readonly string[];
  /** Of each process that answers in time. */
  readonly metrics: () => Promise<readonly MetricValues[]>;
  /** Lets other settings hold from the next request on. */
  readonly reload: (settings: ProxySettings) => void;
  /** @param hurry resolves when requests under way are to be broken off */
  readonly close: (hurry: Promise<void>) => Promise<void>;
}
