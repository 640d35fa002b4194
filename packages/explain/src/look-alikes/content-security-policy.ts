import { matchesSource } from "./source-expression.ts";

/** A directive of a policy: its name, and the source list that it has. */
export interface Directive {
  readonly name: string;
  readonly sources: readonly string[];
}

/** The values of a page's `Content-Security-Policy` headers, and where the page itself is. */
export interface PagePolicy {
  readonly values: readonly string[];
  readonly origin: string;
}

/** What is fetched, by the directive that is about it. */
export type FetchDirective =
  | "connect-src"
  | "font-src"
  | "img-src"
  | "script-src-elem"
  | "style-src-elem"
  | "worker-src";

/** Where a policy that lacks a directive is read instead, in this order. */
const fallbacks: Readonly<Record<FetchDirective, readonly string[]>> = {
  "connect-src": ["connect-src", "default-src"],
  "font-src": ["font-src", "default-src"],
  "img-src": ["img-src", "default-src"],
  "script-src-elem": ["script-src-elem", "script-src", "default-src"],
  "style-src-elem": ["style-src-elem", "style-src", "default-src"],
  "worker-src": ["worker-src", "child-src", "script-src", "default-src"],
};

/**
 * The directive of a page's policy that blocks a URL; null if none does. Every policy has to allow it.
 *
 * @param redirectCount after a redirect paths do not count
 * @see https://w3c.github.io/webappsec-csp/#should-block-request
 */
export function blockingDirective(
  { origin, values }: PagePolicy,
  kind: FetchDirective,
  url: URL,
  redirectCount: number,
): Directive | null {
  for (const directive of directivesFor({ origin, values }, kind)) {
    if (isBeyondUrls(directive)) continue;
    if (!directive.sources.some((source) => matchesSource(source, url, origin, redirectCount))) return directive;
  }
  return null;
}

/** The directive of each policy that says what may be fetched so; of a policy without one, none. */
export function directivesFor({ values }: PagePolicy, kind: FetchDirective): Directive[] {
  return values
    .flatMap(policiesOf)
    .flatMap((policy) =>
      fallbacks[kind].flatMap((name) => policy.find((known) => known.name === name) ?? []).slice(0, 1),
    );
}

/** Whether a policy has the page's http URLs asked for by https. */
export function upgradesInsecureRequests({ values }: PagePolicy): boolean {
  return values.flatMap(policiesOf).some((policy) => policy.some(({ name }) => name === "upgrade-insecure-requests"));
}

/**
 * Whether a policy takes the page's origin from it.
 *
 * @see https://w3c.github.io/webappsec-csp/#directive-sandbox
 */
export function sandboxes({ values }: PagePolicy): boolean {
  const directives = values.flatMap(policiesOf).map((policy) => policy.find(({ name }) => name === "sandbox"));
  return directives.some(
    (directive) => directive?.sources.every((flag) => flag.toLowerCase() !== "allow-same-origin") === true,
  );
}

/** The policies in a header's value; of a directive that is there twice the first counts. */
function policiesOf(value: string): Directive[][] {
  return value.split(",").map((policy) =>
    policy.split(";").flatMap((text) => {
      const [name, ...sources] = text.trim().split(/\s+/);
      return name === undefined || name === "" ? [] : [{ name: name.toLowerCase(), sources }];
    }),
  );
}

/** Whether an element may be allowed by what it has, which its URL does not tell. */
function isBeyondUrls({ sources }: Directive): boolean {
  return sources.some((source) => /^'(?:nonce-|sha(?:256|384|512)-|strict-dynamic')/i.test(source));
}
