import { createClient, createPageRequest, createUserAgent, simulateFetch } from "@concors/browser/engine";
import type { NetworkRequest, NetworkResponse } from "@concors/browser/engine";
import { createCors } from "concors";
import type { Policy } from "concors";
import fc from "fast-check";
import { headerNames, methods, pageOrigins } from "../../generated.ts";

const url = new URL("https://bucket.example.net/object");

/** What a page does. */
export interface PageFetch {
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
  readonly credentials: "omit" | "include";
}

/** A policy, and a page that is likely to be one of its own, or like one. */
export function visits(some: fc.Arbitrary<Policy>): fc.Arbitrary<readonly [Policy, PageFetch]> {
  return some.chain((policy) =>
    fc.tuple(
      fc.constant(policy),
      fc.record<PageFetch>({
        origin: fc.oneof(pageOrigins, ...originsOf(policy).map(originsAround)),
        method: methods,
        headers: headerNames,
        credentials: fc.constantFrom("omit", "include"),
      }),
    ),
  );
}

/** Patterns that pages have origins of: of another scheme, an origin is opaque. */
function originsOf({ origins }: Policy): readonly string[] {
  return Array.isArray(origins) ? (origins as readonly string[]).filter((pattern) => pattern.startsWith("http")) : [];
}

function originsAround(pattern: string): fc.Arbitrary<string> {
  return fc
    .record({ label: fc.constantFrom("a.", "a.b.", "", "evil"), port: fc.constantFrom("", "", ":8443", ":1") })
    .map(({ label, port }) => pattern.replace("*.", label).replace(":*", port));
}

/** The names of the headers that a page can read; null if it can read nothing. */
export function readBy(page: PageFetch, answer: (request: NetworkRequest) => NetworkResponse): string | null {
  const sandboxed = page.origin === "null";
  const client = createClient(new URL(sandboxed ? "https://sandboxed.test/" : `${page.origin}/`), { sandboxed });
  const request = createPageRequest(client, url, {
    method: page.method,
    credentials: page.credentials,
    headers: page.headers.map((name) => [name, name === "Content-Type" ? "application/json" : "1"]),
  });
  const { result } = simulateFetch(createUserAgent(), request, answer);
  if (!result.ok) return null;
  const names = result.headerList.map(([name]) => name.toLowerCase());
  return [...new Set(names)].sort().join();
}

/** What an object has beside what CORS adds. */
export const objectHeaders: readonly (readonly [string, string])[] = ["ETag", "X-Request-Id", "X-A", "x-b"].map(
  (name) => [name, "1"] as const,
);

/** An answer that has what a policy says. */
export function ofPolicy(policy: Policy, { method, headerList }: NetworkRequest): NetworkResponse {
  const decision = createCors(policy).decide({ method, headers: headerList });
  const status = decision.kind === "preflight" ? decision.status : 200;
  return { status, headerList: [...objectHeaders, ...decision.headers] };
}
