import fc from "fast-check";
import type { Header } from "concors/protocol";
import type { Grant, Plan } from "../plan/plan.ts";
import type { Case } from "./case.ts";
import { lookalikesOf, oddOrigins } from "./origins.ts";

/** Requests around a plan's own strings, of which some are as the policy has them, and others nearly so. */
export function probesOf(plan: Plan): fc.Arbitrary<Case> {
  const parts = [
    ...plan.routes.map(({ kind, path, grant }) => ({
      grant,
      base: kind === "exact" ? path : `${path === "/" ? "" : path}/ok`,
    })),
    { grant: plan.fallback, base: plan.routes.length === 0 ? "/ok" : "/elsewhere/ok" },
  ];
  return fc.constantFrom(...parts).chain(({ grant, base }) => probesFor(base, grant));
}

function probesFor(path: string, grant: Grant | null): fc.Arbitrary<Case> {
  return fc
    .record({ origin: originsAround(grant), method: methodsAround(grant), headers: headersAround(grant) })
    .map(({ origin, method, headers }): Case => {
      const shared = { name: "a probe", path, origin, method, headers };
      // A page of another scheme has an opaque origin, and what is no origin is no page's.
      if (origin === "null" || isPageOrigin(origin)) return shared;
      return {
        ...shared,
        method: headers.length > 0 ? "OPTIONS" : "GET",
        headers: headers.length > 0 ? [asked(method)] : [],
        raw: true,
      };
    });
}

function asked(method: string): Header {
  return ["Access-Control-Request-Method", method];
}

/** Whether it is written as browsers write the origin of a page. */
function isPageOrigin(origin: string): boolean {
  return /^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}

const strangers = fc.constantFrom(
  "https://stranger.test",
  "null",
  "http://localhost:3000",
  "https://example.com",
  "capacitor://localhost",
);

function originsAround(grant: Grant | null): fc.Arbitrary<string> {
  if (grant === null || grant.origins === "*" || grant.origins.length === 0) return strangers;
  return fc.oneof(
    { weight: 1, arbitrary: strangers },
    {
      weight: 4,
      arbitrary: fc
        .constantFrom(...grant.origins)
        .chain((match) => fc.constantFrom(...lookalikesOf(match), ...oddOrigins(match)))
        .map(([, origin]) => origin),
    },
    {
      weight: 2,
      arbitrary: fc
        .record({
          match: fc.constantFrom(...grant.origins),
          at: fc.nat(),
          character: fc.constantFrom("a", "x", "0", "-", "_", ".", ":", "/"),
        })
        .map(({ match, at, character }) => mutated(match.pattern.replaceAll("*", "a"), at, character)),
    },
  );
}

/** With one character in the place of another. */
function mutated(text: string, at: number, character: string): string {
  const place = at % text.length;
  return text.slice(0, place) + character + text.slice(place + 1);
}

function methodsAround(grant: Grant | null): fc.Arbitrary<string> {
  const own = grant === null || grant.methods === "*" ? [] : grant.methods;
  return fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "patch", "DELETE", "QUERY", ...own);
}

function headersAround(grant: Grant | null): fc.Arbitrary<readonly Header[]> {
  const own = grant === null || grant.requestHeaders === "*" ? [] : grant.requestHeaders;
  const names = fc.constantFrom("X-A", "x-b", "Authorization", "Content-Type", ...own.filter((name) => name !== "*"));
  return fc
    .uniqueArray(names, { maxLength: 3, selector: (name) => name.toLowerCase() })
    .map((list) => list.map((name) => [name, /^content-type$/i.test(name) ? "application/json" : "1"] as const));
}
