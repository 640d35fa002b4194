import { freeze } from "./decision.ts";
import type { Decision } from "./decision.ts";

/** A decision that says why, where the developer tools of a browser show it. */
export function withServerTiming<D extends Decision>(decision: D, sentence: string): D {
  // A quoted-string of visible ASCII, whatever was asked: RFC 9110, 5.6.4.
  const text = sentence.replaceAll(/[^ -~]/g, "?").replaceAll(/["\\]/g, String.raw`\$&`);
  return freeze({ ...decision, headers: [...decision.headers, ["Server-Timing", `cors;desc="${text}"`]] });
}
