import type { VNode } from "preact";

export function FixView(): VNode {
  return (
    <section class="page">
      <h1>Fix</h1>
    </section>
  );
}
