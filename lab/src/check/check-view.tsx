import type { VNode } from "preact";

export function CheckView(): VNode {
  return (
    <section class="page">
      <h1>Check</h1>
    </section>
  );
}
