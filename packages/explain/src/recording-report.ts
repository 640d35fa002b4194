import type { Report } from "./explanation.ts";

/** What a recording of a browser's requests tells of those to other origins. */
export interface RecordingReport {
  readonly version: 1;
  /** How many there are. */
  readonly count: number;
  /** Those that were blocked, or failed: each once. */
  readonly failed: readonly RecordedFailure[];
}

export interface RecordedFailure {
  /** How often it happened. */
  readonly times: number;
  readonly report: Report;
}
