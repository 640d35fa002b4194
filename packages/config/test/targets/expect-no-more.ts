import type { Policy } from "concors";
import { expect } from "vitest";
import { checkSite, createSiteCors } from "../../src/index.ts";
import type { Loss, Site, SiteCors } from "../../src/index.ts";
import { decided, seen } from "./page.ts";
import type { PageFetch, Seen } from "./page.ts";

export function siteCorsOf(policy: Policy | Site): SiteCors {
  const checked = checkSite(policy);
  if (!checked.ok) throw new Error("Only policies that can be used are generated.");
  return createSiteCors(checked.site);
}

const policyFields = ["origins", "credentials", "methods", "requestHeaders", "exposedHeaders"];

/** Whether something of the policy itself was left out, so that a page may see less than it says. */
export function isNarrower(losses: readonly Loss[]): boolean {
  return losses.some(({ effect, field }) => effect === "narrower" && policyFields.includes(field));
}

/** A page sees what the policy says; less of it, where a loss says so, and never more. */
export function expectNoMore(page: PageFetch, shown: Seen, policy: Policy | Site, losses: readonly Loss[]): void {
  const right = seen(page, decided(siteCorsOf(policy)));
  if (!isNarrower(losses)) {
    expect({ page, ...shown }).toEqual({ page, ...right });
    return;
  }
  if (shown.isReadable) expect({ page, ...right }).toMatchObject({ isReadable: true });
  for (const name of shown.exposed) expect(right.exposed).toContain(name);
}
