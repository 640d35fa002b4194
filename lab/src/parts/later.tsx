import { useSignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useEffect } from "preact/hooks";

/**
 * Draws what is further down in a turn of its own, after what is looked at first: a page that is drawn in one go does not
 * answer meanwhile.
 *
 * @param turn how many others come before
 */
export function Later(props: { readonly turn: number; readonly children: ComponentChildren }): VNode | null {
  const left = useSignal(props.turn + 1);
  useEffect(() => {
    if (left.value === 0) return undefined;
    const timer = setTimeout(() => left.value--);
    return () => clearTimeout(timer);
  }, [left.value]);
  return left.value === 0 ? <>{props.children}</> : null;
}
