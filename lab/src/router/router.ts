import type { ReadonlySignal } from "@preact/signals";
import { computed, signal } from "@preact/signals";
import type { Route } from "./route.ts";
import { parseRoute } from "./route.ts";

const fragment = signal(location.hash);

/** Where the page is now. */
export const route: ReadonlySignal<Route> = computed(() => parseRoute(fragment.value));

addEventListener("hashchange", () => (fragment.value = location.hash));
addEventListener("popstate", () => (fragment.value = location.hash));

let isFollowed = false;

addEventListener(
  "click",
  ({ target }) => (isFollowed = target instanceof Element && target.closest('a[href^="#/"]') !== null),
  true,
);

/** Whether a link was followed since this was asked last: Back and Forward show a view as it was left. */
export function wasFollowed(): boolean {
  const followed = isFollowed;
  isFollowed = false;
  return followed;
}

/**
 * Goes to a fragment such as `#/learn`. Nothing of it is sent to a server.
 *
 * @param how "push": Back leads to where the page was; "replace": it does not
 */
export function navigate(to: string, how: "push" | "replace" = "push"): void {
  if (to === location.hash) return;
  if (how === "push") history.pushState(null, "", to);
  else history.replaceState(null, "", to);
  fragment.value = location.hash;
}
