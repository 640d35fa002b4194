import type { Guard } from "../guard/guard.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import type { CheckedLimits } from "../options/checked-options.ts";
import type { Target } from "../target/target.ts";
import type { Manner } from "./manner.ts";
import type { Sender } from "./sender.ts";

/** Over what a target is asked, and what is written for that. */
export interface Way {
  readonly sender: Sender;
  /** What is connected to: the target, or another proxy in front of it. */
  readonly origin: string;
  /** What stands in the request line. */
  readonly path: string;
  /** Header lines for this target alone: `Host`, if it is not to be as the connector writes it. */
  readonly headers: RawHeaders;
}

/** The way to a target that is not refused. It is asked again for each redirect. */
export type WayTo = (target: Target) => Way;

/** What all requests share. */
export interface Ways {
  readonly wayTo: WayTo;
  readonly guard: Guard;
  readonly limits: CheckedLimits;
  readonly manner: Manner;
}

/** Straight to the target. */
export function directWay(sender: Sender): WayTo {
  return ({ origin, path }) => ({ sender, origin, path, headers: [] });
}
