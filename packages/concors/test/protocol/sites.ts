import { isSameSite, isSchemelesslySameSite, opaqueOrigin, parseOrigin } from "../../src/protocol/index.ts";
import type { Origin } from "../../src/protocol/index.ts";

/** A public suffix list of two: `test` and `pages.test`. */
function registrableDomain(host: string): string | null {
  if (!host.endsWith(".test")) return null;
  const labels = host.split(".");
  const suffixLabels = host.endsWith(".pages.test") || host === "pages.test" ? 2 : 1;
  return labels.length > suffixLabels ? labels.slice(-suffixLabels - 1).join(".") : null;
}

export function sameSite(a: Origin, b: Origin): boolean {
  return isSameSite(a, b, registrableDomain);
}

export function schemelesslySameSite(a: Origin, b: Origin): boolean {
  return isSchemelesslySameSite(a, b, registrableDomain);
}

/** The origin that a table writes; "null" is a new opaque one. */
export function origin(serialized: string): Origin {
  if (serialized === "null") return opaqueOrigin();
  const parsed = parseOrigin(serialized);
  if (parsed === null) throw new Error(`not an origin: ${serialized}`);
  return parsed;
}
