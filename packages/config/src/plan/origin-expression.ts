import type { OriginMatch } from "./plan.ts";

/**
 * A regular expression for an origin, without anchors, in the part of the language that PCRE, RE2, ERE, Java, .NET,
 * Python, Ruby and JavaScript read alike. No group of it captures anything that matters.
 *
 * NB: It takes ports above 65535 for `:*`, and labels of more than 63 letters. No browser has a page there.
 */
export function originExpression({ pattern, scheme, subdomains, host, port }: OriginMatch): string {
  if (pattern === "null") return "null";
  const labels = subdomains ? String.raw`([a-z0-9_-]+\.)+` : "";
  return `${literal(scheme)}://${labels}${literal(host)}${portExpression(port)}`;
}

function portExpression(port: string): string {
  if (port === "") return "";
  return port === "*" ? `(:${anyPort})?` : `:${port}`;
}

/** 1 to 65535. Without braces, which mean something else to some servers. */
export const anyPort: string = `(${[
  "[1-9][0-9]?[0-9]?[0-9]?",
  "[1-5][0-9][0-9][0-9][0-9]",
  "6[0-4][0-9][0-9][0-9]",
  "65[0-4][0-9][0-9]",
  "655[0-2][0-9]",
  "6553[0-5]",
].join("|")})`;

/** Schemes and hosts have no other characters that an expression would not take literally. */
function literal(text: string): string {
  return text.replaceAll(/[.+[\]]/g, String.raw`\$&`);
}

/** One expression for several origins, without anchors. */
export function originsExpression(matches: readonly OriginMatch[]): string {
  const expressions = matches.map(originExpression);
  return expressions.length === 1 ? expressions[0]! : `(${expressions.join("|")})`;
}
