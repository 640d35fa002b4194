import type { Policy } from "concors";
import fc from "fast-check";
import type { Site } from "../src/index.ts";

const label = fc.constantFrom("a", "foo", "barfoo", "bar", "x-1", "xn--bcher-kva", "pull_7");
const domain = fc.constantFrom("example.com", "foo.com", "bar.com", "barfoo.com", "example.org", "localhost");
const scheme = fc.constantFrom("https", "https", "https", "http", "capacitor");
const port = fc.constantFrom("", "", "", ":8080", ":8443", ":*");

/** Hosts that are so alike that an expression could take one for another. */
const host = fc.oneof(
  domain,
  fc.tuple(label, domain).map(([first, rest]) => `${first}.${rest}`),
  fc.tuple(label, label, domain).map(([first, second, rest]) => `${first}.${second}.${rest}`),
  fc.constantFrom("127.0.0.1", "[::1]", "[2001:db8::7]"),
);

const patterns: fc.Arbitrary<string> = fc
  .tuple(scheme, fc.constantFrom("", "", "*."), host, port)
  .map(([scheme_, star, host_, port_]) => `${scheme_}://${/[\d\]]$/.test(host_) ? "" : star}${host_}${port_}`);

/** Origins of pages: what browsers make of another scheme is opaque. */
export const pageOrigins: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.constantFrom("https", "https", "http"), host, fc.constantFrom("", "", "", ":8080", ":8443"))
      .map((parts) => `${parts[0]}://${parts[1]}${parts[2]}`),
  },
  { weight: 1, arbitrary: fc.constant("null") },
);

export const methods: fc.Arbitrary<string> = fc.constantFrom(
  "GET",
  "POST",
  "HEAD",
  "PUT",
  "PATCH",
  "patch",
  "DELETE",
  "QUERY",
);
export const headerNames: fc.Arbitrary<readonly string[]> = fc.uniqueArray(
  fc.constantFrom("Content-Type", "Authorization", "X-A", "x-b", "X-Request-Id", "ETag"),
  { selector: (name) => name.toLowerCase() },
);
const star = fc.constant("*" as const);

/** Policies that can be used, of every kind. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({
    credentials: fc.boolean(),
    origins: fc.oneof(
      { weight: 1, arbitrary: star },
      { weight: 6, arbitrary: fc.uniqueArray(patterns, { minLength: 1, maxLength: 6 }) },
    ),
    methods: fc.option(fc.oneof(star, fc.uniqueArray(methods)), { nil: undefined }),
    requestHeaders: fc.option(
      fc.oneof<fc.Arbitrary<"*" | readonly string[]>[]>(star, fc.constant(["*", "Authorization"]), headerNames),
      {
        nil: undefined,
      },
    ),
    exposedHeaders: fc.option(fc.oneof(star, headerNames), { nil: undefined }),
    maxAge: fc.option(fc.constantFrom(0, 5, 600, 86_400), { nil: undefined }),
    sandboxed: fc.boolean(),
  })
  .map(({ sandboxed, ...policy }): Policy => {
    const isOpen = policy.origins === "*";
    const credentials = policy.credentials && !isOpen;
    const isSandboxed = sandboxed && !isOpen;
    return {
      ...policy,
      credentials,
      origins: isSandboxed ? [policy.origins, "null"].flat() : policy.origins,
      requestHeaders: credentials && policy.requestHeaders?.includes("*") === true ? "*" : policy.requestHeaders,
      exposedHeaders: credentials && policy.exposedHeaders === "*" ? undefined : policy.exposedHeaders,
      dangerously: {
        exposeToNetworkAttackers: true,
        exposeToPublicSuffixNeighbors: true,
        exposeToSandboxedPages: isSandboxed,
      },
    } as Policy;
  });

/** Sites of many policies, each for a path of its own. */
export function sitesOf(count: number, perSite: number, seed: number): readonly Site[] {
  const all = fc.sample(policies, { numRuns: count, seed });
  return Array.from({ length: Math.ceil(count / perSite) }, (_, index) => {
    const [fallback, ...others] = all.slice(index * perSite, (index + 1) * perSite);
    return { routes: others.map((policy, number) => ({ prefix: `/p${number}`, policy })), fallback: fallback! };
  });
}
