import type { EngineName } from "@concors/browser/engine";
import { engineNames } from "@concors/browser/engine";
import type { ReadonlySignal, Signal } from "@preact/signals";
import { computed, signal } from "@preact/signals";
import { labInfo } from "../server/lab-server.ts";
import type { Played } from "./play.ts";
import { play } from "./play.ts";
import type { PolicyAnswers } from "./policy-answers.ts";
import type { Origins, Resources } from "./sites.ts";
import { assumedOrigins, resourcesOf } from "./sites.ts";
import type { Stage, StagePolicy } from "./stage.ts";
import { thisEngine } from "./this-engine.ts";

/** A stage on which somebody plays: its state, the way back, and what comes of it. */
export interface StageStore {
  readonly stage: ReadonlySignal<Stage>;
  readonly canUndo: ReadonlySignal<boolean>;
  /**
   * Sets the stage.
   *
   * @param field what was changed: what is changed in one go there, letter by letter, is undone in one go
   */
  readonly change: (next: Stage, field?: string) => void;
  readonly undo: () => void;
  /** When the stage was set last, as `performance.now()` has it. */
  readonly changedAt: () => number;
  /** The engine whose story is told. */
  readonly engine: Signal<EngineName>;
  readonly outcome: ReadonlySignal<StageOutcome>;
}

/** What comes of a stage. */
export type StageOutcome =
  | {
      readonly kind: "played";
      readonly stage: Stage;
      readonly origins: Origins;
      readonly resources: Resources;
      readonly played: Readonly<Record<EngineName, Played>>;
    }
  /** Site B's policy is none. */
  | { readonly kind: "bad-policy"; readonly stage: Stage; readonly issues: readonly string[] }
  /** What makes answers of policies is being loaded. */
  | { readonly kind: "loading"; readonly stage: Stage };

/** Changes of one field that follow each other as closely as this, in milliseconds, are one. */
const oneGo = 1000;

export function createStageStore(first: Stage): StageStore {
  const stage = signal(first);
  const past = signal<readonly Stage[]>([]);
  let last = { field: "", at: -Infinity };
  let changedAt = performance.now();

  return {
    stage,
    canUndo: computed(() => past.value.length > 0),
    change(next, field = "") {
      const before = stage.peek();
      if (JSON.stringify(next) === JSON.stringify(before)) return;
      const now = performance.now();
      const isSameGo = field !== "" && field === last.field && now - last.at < oneGo;
      if (!isSameGo) past.value = [...past.peek().slice(-99), before];
      last = { field, at: now };
      changedAt = now;
      stage.value = next;
    },
    undo() {
      const before = past.peek().at(-1);
      if (before === undefined) return;
      past.value = past.peek().slice(0, -1);
      last = { field: "", at: -Infinity };
      changedAt = performance.now();
      stage.value = before;
    },
    changedAt: () => changedAt,
    engine: signal<EngineName>(thisEngine()),
    outcome: computed(() => outcomeOf(stage.value)),
  };
}

function outcomeOf(stage: Stage): StageOutcome {
  const { scheme } = stage.page;
  const origins = labInfo.value?.sites[scheme] ?? assumedOrigins(scheme);
  const answered = stage.siteB.kind === "policy" ? policyAnswers(stage.siteB, stage, origins) : null;
  if (answered === "loading") return { kind: "loading", stage };
  if (answered?.ok === false) return { kind: "bad-policy", stage, issues: answered.issues };
  const siteB = stage.siteB.kind === "policy" ? answered!.answers : stage.siteB;
  const resources = resourcesOf(siteB, stage);
  const played = Object.fromEntries(
    engineNames.map((engine) => [engine, play(stage, resources, engine, origins)]),
  ) as Record<EngineName, Played>;
  return { kind: "played", stage, origins, resources, played };
}

type AnswerPolicy = (siteB: StagePolicy, stage: Stage, origins: Origins) => PolicyAnswers;

const answerPolicy = signal<AnswerPolicy | null>(null);
let isLoading = false;

function policyAnswers(siteB: StagePolicy, stage: Stage, origins: Origins): PolicyAnswers | "loading" {
  if (answerPolicy.value !== null) return answerPolicy.value(siteB, stage, origins);
  if (!isLoading) {
    isLoading = true;
    void loadPolicies();
  }
  return "loading";
}

async function loadPolicies(): Promise<void> {
  const { answersOfPolicy } = await import("./policy-answers.ts");
  answerPolicy.value = answersOfPolicy;
}
