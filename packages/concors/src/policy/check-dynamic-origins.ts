import { checkObject } from "./check-object.ts";
import type { Part } from "./issue.ts";

export function checkDynamicOrigins(part: Part): void {
  checkObject(part, {
    allows: ({ value, add }) => {
      if (typeof value !== "function") add("allows-not-a-function");
    },
    onError: ({ value, add }) => {
      if (value !== undefined && typeof value !== "function") add("on-error-not-a-function");
    },
    ttl: (ttl) => checkLimit(ttl),
    max: (max) => checkLimit(max, Number.isInteger),
    timeout: (timeout) => checkLimit(timeout),
  });
}

/** NB: A timer takes no longer time than that, and fires at once. */
const tooMuch = 2 ** 31;

function checkLimit({ value, add }: Part, fits: (limit: unknown) => boolean = Number.isFinite): void {
  if (value === undefined || (fits(value) && (value as number) >= 0 && (value as number) < tooMuch)) return;
  add("limit-out-of-range");
}
