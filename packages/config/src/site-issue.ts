import type { Issue } from "concors";

/** One thing that is wrong with a site. */
export type SiteIssue = Issue<string>;

/** What the issues say that a site has beside those of its policies. The codes are stable. */
const siteIssueWords = {
  "site-not-an-object": "is neither a policy nor a site: { routes: [{ prefix, policy }], fallback }",
  "site-key-unknown": "is not a key that is known here; a site has routes and a fallback",
  "fallback-missing": 'is missing: say the policy for every other path, or "none"',
  "routes-not-a-list": "is not a list of routes: [{ prefix, policy }]",
  "route-malformed": "is not a route: { prefix, policy } or { exact, policy }",
  "route-path-invalid":
    "is no path: segments of letters, digits, - . _ and ~, each after a slash, and no slash at the end",
  "route-twice": "is already the path of an earlier route",
  "origins-not-listed": "are asked of a function, which no configuration can hold; list them",
  "name-not-printable":
    "has characters that mean something to a server's configuration; letters, digits, - _ and . do not",
} as const;

export type SiteIssueCode = keyof typeof siteIssueWords;

export function siteIssue(code: SiteIssueCode, path: readonly (string | number)[], value: unknown): SiteIssue {
  const where = path.length === 0 ? "site" : path.join(".");
  return Object.freeze({ code, path, value, message: `${where} ${show(value)}${siteIssueWords[code]}` });
}

const longest = 120;

function show(value: unknown): string {
  if (value === undefined || typeof value === "function") return "";
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return "";
  return text.length > longest ? `${text.slice(0, longest)}… ` : `${text} `;
}

/** Thrown with everything that is wrong with a site. */
export class SiteError extends Error {
  override readonly name = "SiteError";
  readonly issues: readonly SiteIssue[];

  constructor(issues: readonly SiteIssue[]) {
    super(issues.map(({ message }) => message).join("\n"));
    this.issues = issues;
  }
}
