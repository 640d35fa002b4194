import type { KnownFacts } from "./facts.ts";
import type { Loss } from "./loss.ts";
import type { Abilities } from "./plan/abilities.ts";
import type { Plan } from "./plan/plan.ts";

/**
 * How sure it is that what is generated does what the policy says: `proven`, the tests run the real server; `modelled`,
 * they run a model made from the server's source or its vendor's documents; `schema-checked`, they check the syntax, by
 * the vendor's schema or the best parser there is.
 */
export type Tier = "proven" | "modelled" | "schema-checked";

/** A server that policies are written for. */
export interface Target {
  /** As `concors config` takes it. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  readonly tier: Tier;
  /** The version that the tests run, or that the vendor's documents were read for. */
  readonly version: string;
  /** The first version that can run what is generated. */
  readonly oldest: string;
  /** What a policy may hold of it; the plan has nothing else when it gets to `emit`. */
  readonly can: (facts: KnownFacts) => Abilities;
  /** Prints a plan. Decides nothing about CORS. */
  readonly emit: (plan: Plan, facts: KnownFacts) => Emitted;
  /**
   * How the files are put in place for one path and those below it, all others being left as they are; left out where
   * there is no way. A site with routes is something else: it decides about every path.
   */
  readonly forPath?: (name: string, path: string) => string;
}

/** What an emitter printed. */
export interface Emitted {
  readonly files: readonly EmittedFile[];
  /** The server's own check, as a command line. */
  readonly check: readonly string[];
  /** What it could not print. */
  readonly losses?: readonly Loss[];
}

export interface EmittedFile {
  /** A name for it, relative to the server's configuration. */
  readonly path: string;
  /** Where it goes, for a person: "included in the http block, once". */
  readonly where: string;
  readonly text: string;
  /** How a line of it becomes a comment; null if its language has none. */
  readonly comment: "#" | "//" | "--" | "<!-- -->" | null;
  /** Lines that have to stay first: `<?php`. */
  readonly head?: string;
}
