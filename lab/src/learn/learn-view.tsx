import type { VNode } from "preact";

export function LearnView(): VNode {
  return (
    <section class="page">
      <h1>Learn</h1>
    </section>
  );
}
