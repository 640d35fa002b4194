import type { Header } from "concors/protocol";

/** One thing that a page, or a program that is no browser, does. */
export interface Case {
  /** What it teaches. */
  readonly name: string;
  /** Path and query: its last segment says what the application does. */
  readonly path: string;
  /** The page's origin, as it is sent; `null` for none. */
  readonly origin: string | null;
  readonly method: string;
  /** What the page sets. */
  readonly headers: readonly Header[];
  /** What is sent, if the method sends something; `{}` if left out. */
  readonly body?: string;
  /** Sent as it is, and judged by its answer alone: what no page does. */
  readonly raw?: true;
}
