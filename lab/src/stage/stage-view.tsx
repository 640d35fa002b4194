import type { VNode } from "preact";

export function StageView(): VNode {
  return (
    <section class="page">
      <h1>Stage</h1>
    </section>
  );
}
