import { createOriginMatch } from "../../plan/create-plan.ts";
import { nullOrigin } from "../../plan/plan.ts";
import type { OriginMatch } from "../../plan/plan.ts";
import { evidenceOf } from "./answer.ts";
import type { Exchange } from "./conversation.ts";
import type { LiveFindingCode } from "./live-finding.ts";
import type { Notes } from "./notes.ts";
import { attackerDomain, printOrigin, probeLabel, probeLabels, probePorts } from "./probe-origins.ts";

/** Asks about an origin: the exchange that allows it; null if it is not allowed, or was not asked. */
export type AskOrigin = (origin: string) => Promise<Exchange | null>;

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
 * Whatever a pattern allows for a domain, it allows below it. So the nearest domain is asked first, and nothing is asked
 * above one that denies.
 */
export async function generalizeOrigin(
  origin: string,
  shownBy: Exchange,
  ask: AskOrigin,
  notes: Notes,
): Promise<Generalized> {
  if (origin === "null") return { patterns: [{ match: nullOrigin, shownBy }], alsoAllowed: [] };
  const match = createOriginMatch(origin);
  const { scheme, host } = match;
  const at = (name: string, port: string = match.port): string => printOrigin(scheme, name, port);
  const patterns: ShownPattern[] = [{ match, shownBy }];
  const alsoAllowed: string[] = [];
  const conclude = (pattern: string, exchange: Exchange): void => {
    patterns.push({ match: createOriginMatch(pattern), shownBy: exchange });
  };

  const domains = isAddress(host) ? [] : parentsOf(host);
  const highest = await highestDomain(domains, (domain) => ask(at(`${probeLabel}.${domain}`)));
  const below = highest === null && !isAddress(host) ? await ask(at(`${probeLabel}.${host}`)) : null;
  const base = highest?.domain ?? host;
  const flaws = isAddress(host) ? none : await findFlaws(base, highest !== null, host, at, ask, notes);

  const shownAnyPort = flaws.endsEarly ? null : await asksAnyPort(host, match.port, at, ask, notes);
  if (shownAnyPort !== null) conclude(at(host, "*"), shownAnyPort);

  const highestAnyPort = async (): Promise<Domain | null> => {
    if (highest === null) {
      const shown = flaws.endsEarly ? null : await asksAnyPort(`${probeLabel}.${host}`, match.port, at, ask, notes);
      return shown === null ? null : { domain: host, shownBy: shown };
    }
    if (shownAnyPort === null) return null;
    const [port = ""] = probePortsBeside(match.port);
    const within = domains.slice(0, domains.indexOf(base) + 1);
    return highestDomain(within, (domain) => ask(at(`${probeLabel}.${domain}`, port)));
  };

  const subdomains = highest ?? (below === null || flaws.beginsLate ? null : { domain: host, shownBy: below });
  if (subdomains !== null) {
    const deep = await ask(at(`${probeLabels}.${base}`));
    if (deep === null)
      notes.unseen(
        `One label before ${at(base)} is allowed, and two were not: list the subdomains, since *. takes both.`,
      );
    else {
      conclude(at(`*.${base}`), subdomains.shownBy);
      const anyPort = await highestAnyPort();
      if (anyPort !== null) conclude(at(`*.${anyPort.domain}`, "*"), anyPort.shownBy);
    }
  }

  const apex = highest?.domain ?? domains.find((domain) => domain.includes(".")) ?? null;
  for (const other of [apex === null ? null : at(apex), otherScheme(match)])
    if (other !== null && (await ask(other)) !== null) alsoAllowed.push(other);
  return { patterns, alsoAllowed };
}

interface Domain {
  readonly domain: string;
  readonly shownBy: Exchange;
}

/** The last of some domains, nearest first, that is answered before one is not. */
async function highestDomain(
  domains: readonly string[],
  ask: (domain: string) => Promise<Exchange | null>,
): Promise<Domain | null> {
  let highest: Domain | null = null;
  for (const domain of domains) {
    const shownBy = await ask(domain);
    if (shownBy === null) break;
    highest = { domain, shownBy };
  }
  return highest;
}

type At = (host: string, port?: string) => string;

async function asksAnyPort(host: string, port: string, at: At, ask: AskOrigin, notes: Notes): Promise<Exchange | null> {
  const [first = "", second = ""] = probePortsBeside(port);
  const shownBy = await ask(at(host, first));
  if (shownBy === null || (await ask(at(host, second))) === null) return null;
  if ((await ask(at(host, ""))) !== null) return shownBy;
  notes.unseen(
    `Any port after ${at(host, "")} seems to be allowed, but not none: list the ports, since :* takes both.`,
  );
  return null;
}

function probePortsBeside(port: string): readonly string[] {
  return probePorts.filter((other) => other !== port);
}

/** In which ways a comparison of origins takes more than was meant. */
interface Flaws {
  /** What follows the origin does not count. */
  readonly endsEarly: boolean;
  /** What stands before the name does not count. */
  readonly beginsLate: boolean;
}

const none: Flaws = { endsEarly: false, beginsLate: false };

/** @param base the domain under which all is allowed, or the host itself */
async function findFlaws(
  base: string,
  isWildcard: boolean,
  host: string,
  at: At,
  ask: AskOrigin,
  notes: Notes,
): Promise<Flaws> {
  const isFlawed = async (code: LiveFindingCode, origin: string): Promise<boolean> => {
    const exchange = await ask(origin);
    if (exchange !== null) notes.found(code, evidenceOf(exchange, "Access-Control-Allow-Origin"), origin);
    return exchange !== null;
  };
  const endsEarly = await isFlawed("suffix-allowed", at(`${host}.${attackerDomain}`));
  const beginsLate = await isFlawed("prefix-allowed", at(`${probeLabel}${base}`));
  // Without a third label, what is left would be a top-level domain, which nobody can register.
  if (base.split(".").length > 2)
    await isFlawed("dot-unescaped", at(`${isWildcard ? `${probeLabel}.` : ""}${base.replace(".", "x")}`));
  return { endsEarly, beginsLate };
}

/** The domains that a host is in, the nearest first. */
function parentsOf(host: string): readonly string[] {
  const labels = host.split(".");
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join("."));
}

function isAddress(host: string): boolean {
  return /(?:^|\.)(?:\d+|0x[\da-f]*)$|\]$/.test(host);
}

function otherScheme({ scheme, host, port }: OriginMatch): string | null {
  if (scheme === "https") return printOrigin("http", host, port === "80" ? "" : port);
  return scheme === "http" ? printOrigin("https", host, port === "443" ? "" : port) : null;
}
