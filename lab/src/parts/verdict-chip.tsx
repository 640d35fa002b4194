import type { VNode } from "preact";
import type { IconName } from "./icon.tsx";
import { Icon } from "./icon.tsx";

export type VerdictTone = "allowed" | "blocked" | "unsure";

const icons: Readonly<Record<VerdictTone, IconName>> = { allowed: "allowed", blocked: "blocked", unsure: "hidden" };

/** A verdict, which is never told by its colour alone. */
export function VerdictChip({ tone, word }: { readonly tone: VerdictTone; readonly word: string }): VNode {
  return (
    <span class={`verdict ${tone}`}>
      <Icon name={icons[tone]} />
      {word}
    </span>
  );
}
