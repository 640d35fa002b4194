import type { ComponentType } from "preact";
import type { ViewName } from "../router/route.ts";

/** A view: what the shell shows between its header and its footer. */
export type View = ComponentType;

/** Each view is a chunk of its own, loaded when it is first shown. */
export const loadView: Readonly<Record<ViewName, () => Promise<View>>> = {
  stage: async () => (await import("../stage/stage-view.tsx")).StageView,
  check: async () => (await import("../check/check-view.tsx")).CheckView,
  fix: async () => (await import("../fix/fix-view.tsx")).FixView,
  learn: async () => (await import("../learn/learn-view.tsx")).LearnView,
};

/** What each view is called in the header, and where it begins. */
export const viewLinks: readonly { readonly view: ViewName; readonly name: string; readonly href: string }[] = [
  { view: "stage", name: "Stage", href: "#/" },
  { view: "check", name: "Check", href: "#/check" },
  { view: "fix", name: "Fix", href: "#/fix" },
  { view: "learn", name: "Learn", href: "#/learn" },
];
