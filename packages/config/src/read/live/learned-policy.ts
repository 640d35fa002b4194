import type { Site } from "../../site.ts";
import type { LiveFinding } from "./live-finding.ts";

/** What a server's behaviour tells of its policy. */
export interface LearnedPolicy {
  readonly url: string;
  /**
   * What it does; where that cannot be a safe policy, the nearest one, and the findings say how it differs. `"none"` if no
   * origin that was asked is allowed; null if nothing could be told.
   */
  readonly site: Site | null;
  readonly confidence: Readonly<Record<LearnedField, Confidence>>;
  readonly findings: readonly LiveFinding[];
  /** What cannot be known from outside, or was not asked. Each is one sentence. */
  readonly unseen: readonly string[];
  /** What was asked, in order: at most the budget, and nothing twice. */
  readonly requests: readonly string[];
  /** Why it ended before everything was asked; null if it did not. */
  readonly ended: Ended | null;
}

export type LearnedField = "origins" | "credentials" | "methods" | "requestHeaders" | "exposedHeaders" | "maxAge";

/** `seen`: an answer says it; `inferred`: concluded from a few that were tried; `unknown`: nothing tells. */
export type Confidence = "seen" | "inferred" | "unknown";

export interface Ended {
  /**
   * `not-http`: the URL is none that can be asked; `down`: no answer came; `server-errors`: nothing but 5xx came;
   * `rate-limited`: a 429 came; `budget`: no more requests were allowed.
   */
  readonly code: "not-http" | "down" | "server-errors" | "rate-limited" | "budget";
  /** One sentence. */
  readonly message: string;
}

/** What is put into a policy; whatever is left out allows nothing. */
export interface LearnedFields {
  readonly credentials: boolean;
  readonly methods: "*" | readonly string[];
  readonly requestHeaders: "*" | readonly string[];
  readonly exposedHeaders: "*" | readonly string[];
  readonly maxAge: number | null;
}
