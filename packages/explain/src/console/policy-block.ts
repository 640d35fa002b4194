import type { Initiator } from "@concors/browser/engine";
import { blockingDirective } from "../look-alikes/content-security-policy.ts";
import type { Facts } from "../look-alikes/facts.ts";
import type { FailedFetch } from "./failed-fetch.ts";
import { blockedUrl } from "./failed-fetch.ts";

/** A block of the page's Content-Security-Policy, as consoles tell of it. */
export interface PolicyBlock {
  readonly url: string;
  /** The directive that blocks, as the policy has it. */
  readonly directive: string;
  /** Whether it stands in for one that the policy lacks. */
  readonly isFallback: boolean;
  readonly isAfterRedirect: boolean;
}

const connects: ReadonlySet<Initiator> = new Set(["fetch", "xhr", "sync-xhr"]);

/** null if the policy is not known, or an element asked: of those nobody has seen the words. */
export function policyBlock(failed: FailedFetch, { policy }: Facts): PolicyBlock | null {
  if (failed.failure.code !== "content-security-policy" || !connects.has(failed.request.initiator)) return null;
  const url = blockedUrl(failed);
  const isAfterRedirect = failed.location !== null;
  const directive =
    policy === undefined ? null : blockingDirective(policy, "connect-src", new URL(url), isAfterRedirect ? 1 : 0);
  if (directive === null) return null;
  const { name, sources } = directive;
  return { url, directive: [name, ...sources].join(" "), isFallback: name !== "connect-src", isAfterRedirect };
}
