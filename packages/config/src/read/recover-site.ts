import { checkPolicy } from "concors";
import { checkSite } from "../check-site.ts";
import type { Site, SitePolicy, SiteRoute } from "../site.ts";
import type { Block, HeaderWords, OriginRule } from "./block.ts";
import { isPattern } from "./expression/origin-syntax.ts";
import { understandExpression } from "./expression/understood-expression.ts";
import type { Place } from "./finding.ts";
import type { Unseen } from "./reading.ts";

/** A site, and what of the files it does not say. */
interface Recovered {
  readonly site: Site | null;
  readonly unseen: readonly Unseen[];
  /** The servers, where not all of them have the same site. */
  readonly servers?: readonly string[] | undefined;
}

/**
 * The site that blocks carry out, and what of them it does not say. Of several servers, that of the first which says
 * anything about CORS.
 *
 * @param asked the server to take in its place
 * @throws TypeError if there is none of that name
 */
export function recoverSite(blocks: readonly Block[], asked?: string): Recovered {
  const saying = blocks.filter(({ origins }) => origins.length > 0);
  const names = [...new Set(saying.flatMap(({ server }) => server ?? []))];
  if (asked !== undefined && !names.includes(asked))
    throw new TypeError(`${JSON.stringify(asked)} is no server with a policy; there are ${names.join(", ") || "none"}`);
  const all = names.map((name) => ({
    name,
    ...recoverServer(blocks.filter(({ server }) => server === name || server === undefined)),
  }));
  const taken = all.find(({ name }) => name === asked) ?? all[0];
  if (taken === undefined) return recoverServer(blocks);
  const isAlike = ({ site }: Recovered): boolean => JSON.stringify(site) === JSON.stringify(taken.site);
  const others = all.filter((one) => !isAlike(one));
  const left = others.map(({ name }): Unseen => {
    const { at } = saying.find(({ server }) => server === name)!;
    return { ...at, why: `The server ${name} has another policy, which is left out: ask for it by its name.` };
  });
  return {
    site: taken.site,
    unseen: [...all.filter(isAlike).flatMap(({ unseen }) => unseen), ...left],
    servers: others.length === 0 ? undefined : names,
  };
}

function recoverServer(blocks: readonly Block[]): Recovered {
  const unseen: Unseen[] = [];
  const note = ({ path, span }: Place, why: string): void => {
    unseen.push({ path, span, why });
  };
  const leftOut = new Map<Unseen, Block>();
  let fallback: SitePolicy | null = null;
  const routes = new Map<string, SiteRoute>();
  for (const block of blocks) {
    const { scope, at } = block;
    if (scope.kind === "other") {
      note(at, `${scope.text} is no path that a site can have a policy for: what it says is left out.`);
      leftOut.set(unseen.at(-1)!, block);
      continue;
    }
    const policy = recoverPolicy(block, note);
    const route = scope.kind === "all" ? null : ({ [scope.kind]: scope.path, policy } as unknown as SiteRoute);
    const before = route === null ? fallback : routes.get(keyOf(block))?.policy;
    if (before === undefined || before === null) {
      if (route === null) fallback = policy;
      else routes.set(keyOf(block), route);
    } else if (JSON.stringify(before) !== JSON.stringify(policy))
      note(at, "Another policy for the same paths is left out: the first one is taken.");
  }
  if (blocks.length === 0) return { site: null, unseen };
  const isNeeded = (block: Block): boolean => {
    const policy = routes.get(keyOf(block))?.policy;
    return (
      block.isPart !== true || JSON.stringify(policy) !== JSON.stringify(policyAround(block) ?? fallback ?? "none")
    );
  };
  const policyAround = ({ scope }: Block): SitePolicy | undefined => {
    if (scope.kind !== "exact" && scope.kind !== "prefix") return undefined;
    const below = scope.kind === "exact" ? `${scope.path}/` : scope.path;
    const around = [...routes.values()].filter((route) => "prefix" in route && below.startsWith(`${route.prefix}/`));
    return around.toSorted((a, b) => pathOf(b).length - pathOf(a).length)[0]?.policy;
  };
  const keys = new Set(blocks.filter(isNeeded).map(keyOf));
  const listed = [...routes].flatMap(([key, route]) => (keys.has(key) ? [route] : []));
  const edges = blocks.flatMap((block) => (block.edge !== undefined && keys.has(keyOf(block)) ? [block.edge] : []));
  // Nothing is left out with what says the same as all the rest.
  const isLoss = (block: Block): boolean =>
    block.isPart !== true ||
    listed.length > 0 ||
    JSON.stringify(recoverPolicy(block, () => undefined)) !== JSON.stringify(fallback ?? "none");
  const told = unseen.filter((one) => {
    const block = leftOut.get(one);
    return block === undefined || isLoss(block);
  });
  return {
    site: listed.length === 0 ? { fallback: fallback ?? "none" } : { routes: listed, fallback: fallback ?? "none" },
    unseen: [...edges, ...told],
  };
}

function keyOf({ scope }: Block): string {
  return JSON.stringify(scope);
}

function pathOf(route: SiteRoute): string {
  return "prefix" in route ? route.prefix : route.exact;
}

type Note = (at: Place, why: string) => void;

/** The policy that a block carries out; "none" if nobody is let in who could be told. */
export function recoverPolicy(block: Block, note: Note): SitePolicy {
  const { at, credentials, maxAge } = block;
  const origins = recoverOrigins(block, note);
  if (origins === null || origins.length === 0) return "none";
  const star = origins === "*";
  if (star && credentials) note(at, "Credentials for any origin are no policy: they are left out.");
  const words = (field: string, listed: HeaderWords): "*" | readonly string[] => {
    const hasStar = listed === "*" || listed.includes("*");
    if (listed !== "*" && listed !== "repeated" && !(hasStar && credentials)) return listed;
    if (hasStar && credentials && !star)
      note(at, `Beside credentials, * is a name to browsers: ${field} that are not named are allowed by the policy.`);
    return "*";
  };
  const policy: Record<string, unknown> = { origins };
  if (credentials && !star) policy["credentials"] = true;
  if (block.methods.length > 0) policy["methods"] = words("methods", block.methods);
  if (block.requestHeaders.length > 0) policy["requestHeaders"] = words("headers", block.requestHeaders);
  if (block.exposedHeaders.length > 0) policy["exposedHeaders"] = block.exposedHeaders;
  if (maxAge !== null) policy["maxAge"] = maxAge;
  return withoutIssues(withDangers(policy), (why) => note(at, why));
}

/** What means nothing to a browser is lost without a loss. */
const meaningless: ReadonlySet<string> = new Set([
  "header-forbidden",
  "header-of-the-other-side",
  "max-age-too-long",
  "method-forbidden",
]);

/** A policy that can be used: what a file says and no policy can is left out, with a sentence. */
function withoutIssues(policy: SitePolicy, note: (why: string) => void): SitePolicy {
  const checked = checkSite(policy);
  if (checked.ok || policy === "none") return policy;
  const usable: Record<string, unknown> = { ...policy };
  for (const { code, path, value, message, fix } of checked.issues) {
    const [field = "", index] = path;
    const listed = usable[field];
    if (index !== undefined && Array.isArray(listed)) usable[field] = listed.filter((one) => one !== value);
    else if (field === "maxAge" && typeof fix === "number") usable[field] = fix;
    else delete usable[field];
    if (!meaningless.has(code)) note(`The policy leaves out what none can have: ${message}`);
  }
  const isSomebody = usable["origins"] !== undefined && (usable["origins"] as readonly string[]).length > 0;
  return isSomebody && checkSite(usable).ok ? (usable as unknown as SitePolicy) : "none";
}

/** What is dangerous in the file has its name in the policy, which would not be one without. */
function withDangers(policy: Readonly<Record<string, unknown>>): SitePolicy {
  const checked = checkPolicy(policy);
  const codes = checked.ok ? [] : checked.issues.map(({ code }) => code);
  const names = Object.entries(dangers).filter(([code]) => codes.some((found) => found === code));
  const dangerously = Object.fromEntries(names.map(([, name]) => [name, true]));
  return (names.length === 0 ? policy : { ...policy, dangerously }) as unknown as SitePolicy;
}

const dangers = {
  "origin-null": "exposeToSandboxedPages",
  "credentials-over-http": "exposeToNetworkAttackers",
  "credentials-under-public-suffix": "exposeToPublicSuffixNeighbors",
} as const;

/** null if nobody may read */
function recoverOrigins({ origins, credentials }: Block, note: Note): "*" | readonly string[] | null {
  const patterns = new Set<string>();
  for (const rule of origins) {
    const found = patternsOf(rule, note);
    if (found !== "*") for (const pattern of found) patterns.add(pattern);
    else if (credentials && rule.kind !== "any")
      note(rule.at, "Any origin beside credentials is no policy: list those that may read.");
    else return "*";
  }
  return patterns.size === 0 ? null : [...patterns];
}

function patternsOf(rule: OriginRule, note: Note): "*" | readonly string[] {
  if (rule.kind === "any" || rule.kind === "repeated") return "*";
  if (rule.kind === "exact") {
    if (isPattern(rule.origin) && !rule.origin.includes("*")) return [rule.origin];
    note(rule.at, `${JSON.stringify(rule.origin)} is no origin: it is left out.`);
    return [];
  }
  const expression = understandExpression(rule);
  const { source, original: shown = source } = rule;
  if (expression === null || expression.meant === null || expression.patterns.length === 0) {
    note(rule.at, `The expression ${shown} is none that a list of origins could say: it is left out.`);
    return [];
  }
  const { isExact, patterns } = expression;
  const listed = patterns.join(", ");
  if (!isExact)
    note(
      rule.at,
      rule.written === "glob"
        ? shown.endsWith(":*")
          ? `${shown} takes no origin without a port, which ${listed} of the policy does.`
          : `${shown} does not let the same origins in as ${listed} of the policy, which takes any labels for *.`
        : `The expression ${shown} does not say ${listed} alone, which the policy has in its place.`,
    );
  return patterns;
}
