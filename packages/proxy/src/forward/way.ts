import type { Dispatcher } from "undici";
import type { RawHeaders } from "../headers/raw-headers.ts";
import type { Target } from "../target/target.ts";

/** Over what a target is asked, and what is written for that. */
export interface Way {
  readonly dispatcher: Dispatcher;
  /** What is connected to: the target, or another proxy in front of it. */
  readonly origin: string;
  /** What stands in the request line. */
  readonly path: string;
  /** Header lines for this target alone: `Host`, if it is not to be as the connector writes it. */
  readonly headers: RawHeaders;
}

/** The way to a target that is not refused. It is asked again for each redirect. */
export type WayTo = (target: Target) => Way;

/** Straight to the target. */
export function directWay(dispatcher: Dispatcher): WayTo {
  return ({ origin, path }) => ({ dispatcher, origin, path, headers: [] });
}
