import { checkSite } from "@concors/config";
import type { Site } from "@concors/config";
import { checkPolicy } from "concors";
import * as fc from "fast-check";

const host = fc.constantFrom(
  "app.example.com",
  "example.com",
  "a-b.test",
  "localhost",
  "x_y.example.org",
  "10.0.0.1",
  "[::1]",
);

const origin = fc
  .record({
    scheme: fc.constantFrom("https", "http"),
    stars: fc.boolean(),
    host,
    port: fc.constantFrom("", ":8443", ":*"),
  })
  .map(({ scheme, stars, host: name, port }) => {
    const isAddress = /^\[|\d$/.test(name);
    return `${scheme}://${stars && !isAddress ? "*." : ""}${name}${port}`;
  });

const words = (...names: string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: names.length });

const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const policy = fc
  .record({
    origins: fc.oneof(
      fc.constant("*"),
      fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: origin }, { weight: 1, arbitrary: fc.constant("null") }), {
        minLength: 1,
        maxLength: 4,
      }),
    ),
    credentials: optional(fc.constant(true)),
    methods: optional(fc.oneof(fc.constant("*"), words("PUT", "DELETE", "PATCH"))),
    requestHeaders: optional(fc.oneof(fc.constant("*"), words("Content-Type", "Authorization", "X-Id"))),
    exposedHeaders: optional(fc.oneof(fc.constant("*"), words("ETag", "X-Request-Id"))),
    maxAge: optional(fc.integer({ min: 0, max: 86_400 })),
  })
  .map((wanted) => withDangers(withoutUndefined(wanted)));

const sitePolicy = fc.oneof({ weight: 5, arbitrary: policy }, { weight: 1, arbitrary: fc.constant("none") });

const route = fc
  .record({
    kind: fc.constantFrom("prefix", "exact"),
    path: fc.constantFrom("/api", "/api/v1", "/a.b", "/~x_-"),
    policy: sitePolicy,
  })
  .map(({ kind, path, policy: routed }) => ({ [kind]: path, policy: routed }));

/** Sites that `checkSite` lets through, with every part there or not. */
export const arbitrarySite: fc.Arbitrary<Site> = fc
  .record({
    routes: fc.uniqueArray(route, { maxLength: 4, selector: (one) => JSON.stringify({ ...one, policy: null }) }),
    fallback: sitePolicy,
  })
  .map(({ routes, fallback }): unknown => (routes.length === 0 ? { fallback } : { routes, fallback }))
  .filter((site): site is Site => checkSite(site).ok);

/** With the name of each danger that the policy is refused for. */
function withDangers(wanted: object): object {
  const checked = checkPolicy(wanted);
  const codes = checked.ok ? [] : checked.issues.map(({ code }) => code);
  const names = [
    ...(codes.includes("origin-null") ? ["exposeToSandboxedPages"] : []),
    ...(codes.includes("credentials-over-http") ? ["exposeToNetworkAttackers"] : []),
  ];
  return names.length === 0
    ? wanted
    : { ...wanted, dangerously: Object.fromEntries(names.map((name) => [name, true])) };
}

function withoutUndefined(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** A site as `checkSite` has it: routes in their order, and every policy with what it says to a browser. */
export function normalized(site: Site): unknown {
  const checked = checkSite(site);
  if (!checked.ok) throw new TypeError(checked.issues.map(({ message }) => message).join("\n"));
  const sorted = checked.site.routes.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const text = JSON.stringify({ routes: sorted, fallback: checked.site.fallback }, (key, value: unknown) =>
    simplest(key, value),
  );
  return JSON.parse(text);
}

/** What some languages write and others leave out. */
function simplest(key: string, value: unknown): unknown {
  // Five seconds is what browsers take if nothing is said.
  if (key === "maxAge") return value === 5 ? undefined : value;
  if (key === "credentials") return value === false ? undefined : value;
  if (!Array.isArray(value)) return value;
  const listed = value as readonly string[];
  // `https://a.test:*` is `https://a.test` too.
  if (key === "origins") return listed.filter((word) => !listed.includes(`${word}:*`)).toSorted();
  // GET, HEAD and POST need no preflight.
  const needed = key === "methods" ? listed.filter((word) => !["GET", "HEAD", "POST"].includes(word)) : listed;
  return needed.length === 0 && key !== "routes" ? undefined : needed;
}
