import type { Exchange } from "../exchange.ts";
import { warn } from "./warn.ts";

/** Told of what a function of the user's threw. Never throws. */
export type Report = (error: unknown) => void;

/** @param onError the user's; if left out, what comes first is a warning, and the rest, which may be as many, is not */
export function createReport(onError: ((error: unknown) => void) | undefined): Report {
  let hasWarned = false;
  return (error) => {
    if (onError === undefined) {
      if (!hasWarned) warn(error);
      hasWarned = true;
      return;
    }
    try {
      onError(error);
    } catch {
      // There is nobody left to tell.
    }
  };
}

/** A listener that throws, or rejects although nobody waits for it, keeps nothing from going on. */
export function tell(listener: (exchange: Exchange) => unknown, exchange: Exchange, report: Report): void {
  try {
    const told = listener(exchange);
    if (told instanceof Promise) told.catch(report);
  } catch (error) {
    report(error);
  }
}
