import type { MetricValues } from "../operate/metrics.ts";
import type { ProxySettings } from "../settings/settings.ts";

/** What a worker is told. */
export type Order =
  | { readonly kind: "settings"; readonly settings: ProxySettings }
  | { readonly kind: "measure"; readonly id: number }
  /** Take no more, and end what is under way. */
  | { readonly kind: "end" }
  /** Break off what is under way. */
  | { readonly kind: "hurry" };

/** What a worker tells. */
export type Report =
  /** It hears from now on: what it was told before is lost. */
  | { readonly kind: "awake" }
  | { readonly kind: "listening"; readonly url: string }
  /** It cannot listen, and why. */
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "state"; readonly notReady: readonly string[] }
  | { readonly kind: "measures"; readonly id: number; readonly values: MetricValues };
