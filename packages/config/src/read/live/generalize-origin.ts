import { createOriginMatch } from "../../plan/create-plan.ts";
import { nullOrigin } from "../../plan/plan.ts";
import type { OriginMatch } from "../../plan/plan.ts";
import { findComparisonFlaws } from "./comparison-flaws.ts";
import type { ComparisonFlaws } from "./comparison-flaws.ts";
import type { Exchange } from "./conversation.ts";
import { Neighbours } from "./neighbours.ts";
import type { OriginAsker } from "./neighbours.ts";
import type { Notes } from "./notes.ts";
import { isProbe, probeLabel, probeLabels } from "./probe-origins.ts";

/** A pattern, and the exchange that shows it. */
export interface ShownPattern {
  readonly match: OriginMatch;
  readonly shownBy: Exchange;
}

export interface Generalized {
  readonly patterns: readonly ShownPattern[];
  /** Other origins that turned out to be allowed, and are no consequence of the patterns. */
  readonly alsoAllowed: readonly string[];
}

/**
 * Finds the patterns that an origin is allowed by, from what its neighbours are answered. A pattern is concluded only if
 * names and ports that nobody has are allowed: one label and two for `*.`, two ports and none for `:*`.
 *
 * @param origin one that is allowed
 */
export async function generalizeOrigin(
  origin: string,
  shownBy: Exchange,
  asker: OriginAsker,
  notes: Notes,
): Promise<Generalized> {
  if (origin === "null") return { patterns: [{ match: nullOrigin, shownBy }], alsoAllowed: [] };
  const neighbours = new Neighbours(createOriginMatch(origin), asker);
  const { match, domains } = neighbours;
  const around = await highestDomain(domains, (domain) => neighbours.allows(`${probeLabel}.${domain}`));
  const flaws = await findComparisonFlaws(neighbours, around?.domain ?? null, notes);

  const patterns: ShownPattern[] = [{ match, shownBy }];
  const anyPort = flaws.endsEarly ? null : await showAnyPort(neighbours, match.host, notes);
  if (anyPort !== null) patterns.push(shown(neighbours.origin(match.host, "*"), anyPort));
  if (around === null) patterns.push(...(await patternsBelow(neighbours, flaws, notes)));
  else patterns.push(...(await patternsAround(neighbours, around, anyPort !== null, notes)));

  const apex = around?.domain ?? domains.find((domain) => domain.includes("."));
  const alsoAllowed: string[] = [];
  for (const other of [apex === undefined ? null : neighbours.origin(apex), neighbours.withOtherScheme])
    if (other !== null && (await asker.ask(other)) !== null) alsoAllowed.push(other);
  return { patterns: patterns.filter((pattern) => !isProbe(pattern.match.host)), alsoAllowed };
}

interface ShownDomain {
  readonly domain: string;
  readonly shownBy: Exchange;
}

/**
 * The last of some domains, nearest first, that is allowed before one is not: whatever a pattern allows for a domain, it
 * allows below it.
 */
async function highestDomain(
  domains: readonly string[],
  allows: (domain: string) => Promise<Exchange | null>,
): Promise<ShownDomain | null> {
  let highest: ShownDomain | null = null;
  for (const domain of domains) {
    const shownBy = await allows(domain);
    if (shownBy === null) break;
    highest = { domain, shownBy };
  }
  return highest;
}

/** The patterns for all that is in a domain of the host's, and so for the host. */
async function patternsAround(
  neighbours: Neighbours,
  { domain, shownBy }: ShownDomain,
  takesAnyPort: boolean,
  notes: Notes,
): Promise<readonly ShownPattern[]> {
  if (!(await takesTwoLabels(neighbours, domain, notes))) return [];
  const patterns = [shown(neighbours.origin(`*.${domain}`), shownBy)];
  if (!takesAnyPort) return patterns;
  const { domains, ports } = neighbours;
  const inside = domains.slice(0, domains.indexOf(domain) + 1);
  const highest = await highestDomain(inside, (name) => neighbours.allows(`${probeLabel}.${name}`, ports[0]));
  if (highest !== null) patterns.push(shown(neighbours.origin(`*.${highest.domain}`, "*"), highest.shownBy));
  return patterns;
}

/** The patterns for what is below the host, without the host. */
async function patternsBelow(
  neighbours: Neighbours,
  { beginsLate, endsEarly }: ComparisonFlaws,
  notes: Notes,
): Promise<readonly ShownPattern[]> {
  if (neighbours.isAddress || beginsLate) return [];
  const { host } = neighbours.match;
  const shownBy = await neighbours.allows(`${probeLabel}.${host}`);
  if (shownBy === null || !(await takesTwoLabels(neighbours, host, notes))) return [];
  const patterns = [shown(neighbours.origin(`*.${host}`), shownBy)];
  const anyPort = endsEarly ? null : await showAnyPort(neighbours, `${probeLabel}.${host}`, notes);
  if (anyPort !== null) patterns.push(shown(neighbours.origin(`*.${host}`, "*"), anyPort));
  return patterns;
}

async function takesTwoLabels(neighbours: Neighbours, domain: string, notes: Notes): Promise<boolean> {
  if ((await neighbours.allows(`${probeLabels}.${domain}`)) !== null) return true;
  if (!neighbours.isOver)
    notes.unseen(
      `One label before ${neighbours.origin(domain)} is allowed, and two were not: list the subdomains, since *. takes both.`,
    );
  return false;
}

async function showAnyPort(neighbours: Neighbours, host: string, notes: Notes): Promise<Exchange | null> {
  const [first, second] = neighbours.ports;
  const shownBy = await neighbours.allows(host, first);
  if (shownBy === null || (await neighbours.allows(host, second)) === null) return null;
  if ((await neighbours.allows(host, "")) !== null) return shownBy;
  if (!neighbours.isOver)
    notes.unseen(
      `Any port after ${neighbours.origin(host, "")} seems to be allowed, but not none: list the ports, since :* takes both.`,
    );
  return null;
}

function shown(pattern: string, shownBy: Exchange): ShownPattern {
  return { match: createOriginMatch(pattern), shownBy };
}
