import type { Evidence } from "./evidence.ts";
import type { SpecStep } from "./spec-step.ts";

/** All the words about one cause. */
export interface Message {
  /** A short noun phrase: the heading of its section in `docs/causes.md`. */
  readonly title: string;
  /** One sentence that stands alone. */
  readonly summary: (evidence: Evidence) => string;
  /** What the deciding line should have been, in a few words. */
  readonly wanted: (evidence: Evidence) => string;
  readonly step: SpecStep | null;
  /** Set if it says nothing about what a browser does with the answer, as none came. */
  readonly inconclusive?: true;
  /** For `docs/causes.md`: how it comes about. */
  readonly about: string;
  /** For `docs/causes.md`: what the server's owner does. */
  readonly server: string;
  /** For `docs/causes.md`: what the page's author can do. */
  readonly client: string;
}
