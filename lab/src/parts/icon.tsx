import type { VNode } from "preact";

/** Paths in a box of 16, drawn with a stroke. */
const paths = {
  allowed: "M3.2 8.6 6.6 12l6.2-7.6",
  blocked: "M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6",
  hidden: "M2 8s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4ZM3 13 13 3",
  unsure: "M5.8 6.2c0-3 4.6-3 4.6 0 0 1.8-2.3 1.9-2.3 3.7M8.1 12.4v.1",
  play: "M5.2 3.4v9.2L12.4 8Z",
  copy: "M5.6 5.6V3.2h7.2v7.2h-2.4M3.2 5.6h7.2v7.2H3.2Z",
  plus: "M8 3.2v9.6M3.2 8h9.6",
  minus: "M3.2 8h9.6",
  link: "M6.6 9.4 9.4 6.6M7 4.8l1.3-1.3a3 3 0 0 1 4.2 4.2L11.2 9M9 11.2l-1.3 1.3a3 3 0 0 1-4.2-4.2L4.8 7",
  out: "M6.4 4H3.6v8.4H12V9.6M9 3.2h3.8V7M12.6 3.4 7.4 8.6",
  undo: "M6.2 3.4 3.2 6.4l3 3M3.4 6.4h5.8a3.4 3.4 0 0 1 0 6.8H7",
  before: "M9.8 3.6 5.4 8l4.4 4.4",
  next: "M6.2 3.6 10.6 8l-4.4 4.4",
  down: "M4 6.4 8 10.4l4-4",
  clock: "M8 4.6V8l2.3 1.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
  "theme-auto": "M2.6 3.4h10.8v7.4H2.6ZM6 13.2h4",
  "theme-light":
    "M8 5.4a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2ZM8 1.6v1.2M8 13.2v1.2M1.6 8h1.2M13.2 8h1.2M3.5 3.5l.8.8M11.7 11.7l.8.8M3.5 12.5l.8-.8M11.7 4.3l.8-.8",
  "theme-dark": "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z",
} as const;

export type IconName = keyof typeof paths;

/** A picture beside a word: readers of screens are told the word alone. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
