import { effect, signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import { navigate, route } from "../router/router.ts";
import { firstStage } from "./stage.ts";
import { stageFragment, stageOfQuery } from "./stage-fragment.ts";
import type { StageStore } from "./stage-store.ts";
import { createStageStore } from "./stage-store.ts";

const unreadable = signal(false);

/** Whether the address was to hold a stage, and holds none. */
export const isUnreadable: ReadonlySignal<boolean> = unreadable;

/** How long a stage has to stay as it is to become an address, in milliseconds. */
const settled = 300;

/** The stage that the address holds: each is the other's, so Back is an undo too. */
export const addressedStage: StageStore = createStageStore(stageOfQuery(route.peek().query) ?? firstStage);

let ownFragment: string | null = null;

effect(() => {
  const { query, view } = route.value;
  if (view !== "stage" || location.hash === ownFragment) return;
  const stage = stageOfQuery(query);
  unreadable.value = stage === null;
  addressedStage.change(stage ?? firstStage);
});

let timer: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const stage = addressedStage.stage.value;
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (route.peek().view !== "stage" || unreadable.peek()) return;
    const fragment = stageFragment(stage);
    const isThere = stageFragment(stageOfQuery(route.peek().query) ?? firstStage) === fragment;
    if (isThere) return;
    ownFragment = fragment;
    navigate(fragment);
  }, settled);
});
