import type { VNode } from "preact";

/** A lesson's text: what is between backticks is code. */
export function InlineText({ text }: { readonly text: string }): VNode {
  return <>{text.split("`").map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))}</>;
}
