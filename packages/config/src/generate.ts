import { acceptedDangers } from "./accepted-dangers.ts";
import { checkSite } from "./check-site.ts";
import { completeFacts, FactsError } from "./facts.ts";
import type { Facts } from "./facts.ts";
import type { Loss } from "./loss.ts";
import { createPlan } from "./plan/create-plan.ts";
import { restrictPlan } from "./plan/restrict-plan.ts";
import { provenanceOf, withProvenance } from "./provenance.ts";
import type { Provenance } from "./provenance.ts";
import type { Site } from "./site.ts";
import { SiteError } from "./site-issue.ts";
import type { SiteIssue } from "./site-issue.ts";
import type { SitePolicy } from "./site.ts";
import { targetNamed } from "./targets/index.ts";
import type { TargetName } from "./targets/index.ts";
import { isAtLeast } from "./version.ts";

/** A site in a server's language. */
export interface Generated {
  /** None if the target cannot say the policy, not even narrower: a loss says why. */
  readonly files: readonly GeneratedFile[];
  /** What the target cannot say, and what comes of it. */
  readonly losses: readonly Loss[];
  /** What the site allows, but perhaps does not mean. */
  readonly warnings: readonly SiteIssue[];
  /** The server's own check of its configuration, as command lines. */
  readonly check: readonly string[];
  /** The codes that lint has for the dangers which the policy names. The files say themselves that they accept them. */
  readonly accepts: readonly string[];
  readonly provenance: Provenance;
}

export interface GeneratedFile {
  /** A name for it, relative to the server's configuration. */
  readonly path: string;
  /** Where it goes, for a person. */
  readonly where: string;
  readonly text: string;
}

export interface GenerateOptions {
  /** Whether files begin with a comment that says where they come from; true if left out. */
  readonly provenance?: boolean | undefined;
}

/**
 * Writes a policy, or a site of several, in the language of a server.
 *
 * @example
 * const { files, losses, check } = generate("nginx", { origins: ["https://app.example.com"] }, { version: "1.22.1" });
 * @throws SiteError with everything that is wrong with the site; FactsError if a fact is none; TypeError for a target
 * that is not known
 */
export function generate(
  target: TargetName,
  site: Site | SitePolicy,
  facts: Facts = {},
  options: GenerateOptions = {},
): Generated {
  const found = targetNamed(target);
  const checked = checkSite(site);
  if (!checked.ok) throw new SiteError(checked.issues);
  const known = completeFacts(facts, found.version);
  if (!isAtLeast(known.version, found.oldest))
    throw new FactsError(`${found.title} ${known.version} is too old; this takes ${found.oldest} or later`);
  const provenance = provenanceOf(found, known.version, site, facts);
  const wanted = createPlan(checked.site, known.name);
  const { plan, losses } = restrictPlan(wanted, found.can(known), found.title, known.allowWider);
  const { warnings } = checked;
  if (plan === null) return { files: [], losses, warnings, check: [], accepts: [], provenance };
  const emitted = found.emit(plan, known);
  const all = [...losses, ...(emitted.losses ?? [])];
  const accepts = acceptedDangers(checked.site);
  const files = emitted.files.map((file, index) => ({
    path: file.path,
    where: file.where,
    text:
      options.provenance === false
        ? `${file.head ?? ""}${file.text}`
        : withProvenance(file, found, { ...provenance, losses: all, accepts }, index === 0),
  }));
  return { files, losses: all, warnings, check: emitted.check, accepts, provenance };
}
