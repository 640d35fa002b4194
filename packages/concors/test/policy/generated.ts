import fc from "fast-check";
import type { Policy } from "../../src/index.ts";

const label = fc.constantFrom("a", "b", "foo", "barfoo", "bar", "x-1", "xn--bcher-kva", "pull_7");
const domain = fc.constantFrom("example.com", "foo.com", "bar.com", "barfoo.com", "example.org", "localhost");
const scheme = fc.constantFrom("https", "https", "http", "capacitor");
const port = fc.constantFrom("", "", "", ":8080", ":8443");

/** Hosts that are so alike that a matcher could take one for another. */
const host = fc.oneof(
  domain,
  fc.tuple(label, domain).map(([first, rest]) => `${first}.${rest}`),
  fc.tuple(label, label, domain).map(([first, second, rest]) => `${first}.${second}.${rest}`),
  fc.constantFrom("127.0.0.1", "[::1]"),
);

export const origins: fc.Arbitrary<string> = fc
  .tuple(scheme, host, port)
  .map(([scheme_, host_, port_]) => `${scheme_}://${host_}${port_}`);

export const patterns: fc.Arbitrary<string> = fc
  .tuple(scheme, fc.constantFrom("", "", "*."), host, fc.oneof(port, fc.constant(":*")))
  .map(([scheme_, star, host_, port_]) => `${scheme_}://${/[\d\]]$/.test(host_) ? "" : star}${host_}${port_}`);

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
export const headerNames: fc.Arbitrary<string> = fc.constantFrom(
  "Content-Type",
  "Authorization",
  "X-A",
  "x-b",
  "X-Request-Id",
  "X-C",
);

/** Policies that can be used, of every kind. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({
    credentials: fc.boolean(),
    origins: fc.oneof(fc.constant("*" as const), fc.array(patterns, { minLength: 1, maxLength: 6 })),
    methods: fc.option(fc.oneof(fc.constant("*" as const), fc.uniqueArray(methods)), { nil: undefined }),
    requestHeaders: fc.option(
      fc.oneof(fc.constantFrom("*" as const, ["*", "Authorization"]), fc.uniqueArray(headerNames)),
      { nil: undefined },
    ),
    exposedHeaders: fc.option(fc.oneof(fc.constant("*" as const), fc.uniqueArray(headerNames)), { nil: undefined }),
    maxAge: fc.option(fc.constantFrom(0, 5, 600, 86_400), { nil: undefined }),
    sandboxed: fc.boolean(),
  })
  .map(({ sandboxed, ...policy }): Policy => {
    const isOpen = policy.origins === "*";
    const credentials = policy.credentials && !isOpen;
    const star = (list: "*" | readonly string[] | undefined) =>
      credentials && list !== undefined && list.includes("*") ? "*" : list;
    const isSandboxed = sandboxed && !isOpen;
    return {
      ...policy,
      credentials,
      origins: isSandboxed ? [policy.origins, "null"].flat() : policy.origins,
      requestHeaders: star(policy.requestHeaders),
      exposedHeaders: credentials && policy.exposedHeaders === "*" ? undefined : policy.exposedHeaders,
      dangerously: {
        exposeToNetworkAttackers: true,
        exposeToPublicSuffixNeighbors: true,
        exposeToSandboxedPages: isSandboxed,
      },
    } as Policy;
  });
