import { checkDynamicOrigins } from "./check-dynamic-origins.ts";
import type { CheckPart } from "./check-object.ts";
import { listIn } from "./check-lists.ts";
import { diagnoseOrigin } from "./diagnose-origin.ts";
import type { Part } from "./issue.ts";
import { parseOriginPattern, printOriginPattern } from "./origin-pattern.ts";
import type { ParsedOriginPattern } from "./origin-pattern.ts";
import { isOpenToNeighbors, isOpenToNetwork } from "./origin-risks.ts";
import type { Dangers } from "./policy.ts";

type AcceptedDangers = Readonly<Partial<Record<keyof Dangers, unknown>>>;

export const checkOrigins: CheckPart = (part, policy) => {
  const { value, add } = part;
  const credentials = policy["credentials"] === true;
  if (isUnset(value)) {
    add("origins-missing");
  } else if (value === "*") {
    if (credentials) add("credentials-for-any-origin");
  } else if (Array.isArray(value)) {
    // Whatever it is, reading a key of it does no harm.
    const dangers = (policy["dangerously"] ?? {}) as AcceptedDangers;
    checkListed(part, value as unknown[], credentials, dangers);
  } else if (typeof value === "object" && !(value instanceof RegExp)) {
    checkDynamicOrigins(part);
  } else {
    add("origins-not-a-list", listIn(value));
  }
};

function checkListed(part: Part, origins: readonly unknown[], credentials: boolean, dangers: AcceptedDangers): void {
  // By its index, and without a word about what is right: there may be a million.
  for (let index = 0; index < origins.length; index++) {
    const value = origins[index];
    const pattern = typeof value === "string" ? parseOriginPattern(value) : null;
    if (pattern !== null) {
      if (credentials) checkBesideCredentials(pattern, part, index, dangers);
    } else if (value === "*" && origins.length === 1) {
      part.add("star-among-others", "*");
    } else if (value !== "null" || dangers.exposeToSandboxedPages !== true) {
      diagnoseOrigin(part.at(index));
    }
  }
}

function checkBesideCredentials(
  pattern: ParsedOriginPattern,
  part: Part,
  index: number,
  dangers: AcceptedDangers,
): void {
  if (isOpenToNetwork(pattern) && dangers.exposeToNetworkAttackers !== true) {
    const fix = pattern.port === "" ? printOriginPattern({ ...pattern, scheme: "https" }) : undefined;
    part.at(index).add("credentials-over-http", fix);
  }
  if (isOpenToNeighbors(pattern) && dangers.exposeToPublicSuffixNeighbors !== true) {
    part.at(index).add("credentials-under-public-suffix");
  }
}

/** What a variable that was never set looks like, in one language or another. */
function isUnset(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === false || (typeof value === "string" && value.trim() === "");
}
