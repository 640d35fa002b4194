import { checkPolicy, createCors } from "concors";
import type { Policy } from "concors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { patterns, policies } from "../../../../concors/test/policy/generated.ts";
import { learnPolicy } from "../../../src/read/index.ts";
import type { Site } from "../../../src/index.ts";
import { createOriginMatch } from "../../../src/plan/create-plan.ts";
import type { OriginMatch } from "../../../src/plan/plan.ts";
import { corsServer } from "./memory-server.ts";

const url = "https://api.example.net/items";

/** A policy, and what the user knows of it: an origin of each pattern in it, or the pattern itself. */
interface Known {
  readonly policy: Policy;
  readonly origins: readonly string[];
}

/** With some that are dangerous beside credentials. */
const listedPatterns = fc.oneof(
  { weight: 9, arbitrary: patterns },
  { weight: 1, arbitrary: fc.constantFrom("https://*.com", "https://*.github.io:*", "https://*.localhost") },
);

const known: fc.Arbitrary<Known> = fc
  .record({
    policy: fc.oneof(
      { weight: 1, arbitrary: policies.filter(({ origins }) => origins === "*") },
      { weight: 7, arbitrary: policies.filter(({ origins }) => origins !== "*") },
    ),
    listed: fc.array(listedPatterns, { minLength: 1, maxLength: 2 }),
    // "*": the user names the pattern.
    labels: fc.array(fc.constantFrom("a", "b", "foo", "pr-7.b", "*"), { minLength: 2, maxLength: 2 }),
    ports: fc.array(fc.constantFrom("", ":3000", ":8080"), { minLength: 2, maxLength: 2 }),
  })
  .map(({ policy, listed, labels, ports }) => {
    const origins = listed.map((pattern, index) => instance(pattern, labels[index]!, ports[index]!));
    if (policy.origins === "*") return { policy, origins };
    const isSandboxed = (policy.origins as readonly string[]).includes("null");
    return { policy: { ...policy, origins: [...listed, ...(isSandboxed ? ["null"] : [])] } as Policy, origins };
  });

function instance(pattern: string, label: string, port: string): string {
  return label === "*" ? pattern : pattern.replace("*.", `${label}.`).replace(":*", port);
}

/** What of a policy shows: what is left without the dangers, each origin once, names in one case and order. */
function visible({ policy, origins }: Known): unknown {
  const credentials = policy.credentials === true;
  const listed = policy.origins === "*" ? "*" : safest(policy.origins as readonly string[], origins, credentials);
  if (listed.length === 0) return "none";
  return { ...namesOf(policy), origins: listed };
}

function namesOf({ credentials, methods, requestHeaders, exposedHeaders, maxAge }: Policy): object {
  return {
    credentials: credentials === true,
    methods: namesIn(methods).filter((name) => !["GET", "HEAD", "POST"].includes(name)),
    requestHeaders: namesIn(requestHeaders).map((name) => name.toLowerCase()),
    exposedHeaders: namesIn(exposedHeaders).map((name) => name.toLowerCase()),
    maxAge,
  };
}

function namesIn(names: "*" | readonly string[] | undefined): string[] {
  return [...new Set([names ?? []].flat())].sort();
}

/** The patterns that need no danger. Of the others, what the user's own origins show that needs none. */
function safest(listed: readonly string[], origins: readonly string[], credentials: boolean): readonly string[] {
  const matches = listed.filter((pattern) => pattern !== "null").map((pattern) => createOriginMatch(pattern));
  const concrete = origins.filter((origin) => !origin.includes("*.")).map((origin) => origin.replace(":*", ""));
  const shown = concrete.flatMap((origin) => {
    const { scheme, host } = createOriginMatch(origin);
    const anyPort = createOriginMatch(`${scheme}://${host}:*`);
    return [createOriginMatch(origin), ...(matches.some((match) => takes(match, anyPort)) ? [anyPort] : [])];
  });
  // One that a wider one hides, dangerous or not, makes no difference.
  const safe = [...widest(matches), ...shown].filter(
    ({ pattern }) => checkPolicy({ origins: [pattern], credentials }).ok,
  );
  return namesIn(widest(safe).map(({ pattern }) => pattern));
}

function widest(matches: readonly OriginMatch[]): readonly OriginMatch[] {
  return matches.filter((match) => !matches.some((other) => other.pattern !== match.pattern && takes(other, match)));
}

function takes(match: OriginMatch, other: OriginMatch): boolean {
  if (match.scheme !== other.scheme || (match.port !== "*" && match.port !== other.port)) return false;
  const isBelow = match.subdomains && other.host.endsWith(`.${match.host}`);
  return (
    isBelow ||
    (match.host === other.host && (match.subdomains || !other.subdomains) && match.subdomains === other.subdomains)
  );
}

function visibleInSite(site: Site | null): unknown {
  if (site === null || site.fallback === "none") return site?.fallback ?? null;
  const { origins } = site.fallback;
  return { ...namesOf(site.fallback), origins: origins === "*" ? "*" : namesIn(origins as readonly string[]) };
}

/** What a server may be found to do wrong that does what a policy says. */
const risks = ["http-with-credentials", "null-allowed", "public-suffix-wildcard"];

test("a server that carries out a policy is learned back as that policy, within 60 requests", async () => {
  const counts: number[] = [];
  await fc.assert(
    fc.asyncProperty(known, async ({ policy, origins }) => {
      const server = corsServer(createCors(policy));
      const { site, requests, ended, findings } = await learnPolicy(url, { transport: server.transport, origins });
      expect(visibleInSite(site)).toEqual(visible({ policy, origins }));
      expect(ended).toBeNull();
      expect(findings.filter(({ code }) => !risks.includes(code))).toEqual([]);
      expect(requests).toHaveLength(server.requests.length);
      expect(new Set(requests).size).toBe(requests.length);
      expect(server.requests.every(({ method }) => method === "GET" || method === "OPTIONS")).toBe(true);
      expect(requests.length).toBeLessThanOrEqual(60);
      counts.push(requests.length);
    }),
    { numRuns: 2000 },
  );
  expect(counts.sort((a, b) => a - b)[counts.length / 2]).toBeLessThan(25);
}, 120_000);

test("wherever it is cut short, nothing is concluded that the whole would not say", async () => {
  await fc.assert(
    fc.asyncProperty(known, fc.integer({ min: 1, max: 30 }), async ({ policy, origins }, budget) => {
      const { transport } = corsServer(createCors(policy));
      const whole = await learnPolicy(url, { transport, origins });
      const part = await learnPolicy(url, { transport, origins, budget });
      expect(part.requests).toEqual(whole.requests.slice(0, budget));
      const codes = new Set(whole.findings.map(({ code }) => code));
      expect(part.findings.filter(({ code }) => !codes.has(code))).toEqual([]);
      if (part.site === null || part.site.fallback === "none") return;
      const learned = part.site.fallback;
      const listed = policy.origins === "*" ? "*" : (policy.origins as readonly string[]);
      const isMeant = (pattern: string): boolean =>
        listed !== "*" &&
        listed.some((other) => other !== "null" && takes(createOriginMatch(other), createOriginMatch(pattern)));
      if (listed === "*") expect(learned.origins).toBe("*");
      else expect((learned.origins as readonly string[]).filter((pattern) => !isMeant(pattern))).toEqual([]);
      expect(learned.credentials).toBe(policy.credentials === true ? true : undefined);
      if (policy.methods !== "*")
        expect(namesIn(policy.methods)).toEqual(expect.arrayContaining(namesIn(learned.methods)));
    }),
    { numRuns: 1000 },
  );
}, 120_000);
