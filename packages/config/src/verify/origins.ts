import type { OriginMatch } from "../plan/plan.ts";
import { nullOrigin } from "../plan/plan.ts";

/** An origin that a match is for. */
export function originFor({ pattern, scheme, subdomains, host, port }: OriginMatch): string {
  if (pattern === "null") return pattern;
  return `${scheme}://${subdomains ? "a-1." : ""}${host}${port === "" || port === "*" ? "" : `:${port}`}`;
}

/** An origin that is like those of a match, and what it is about. */
export type Lookalike = readonly [name: string, origin: string];

/**
 * Origins around a match: some are its own, and some differ by so little that a careless configuration would let them
 * in. Which are which is for the policy to say.
 */
export function lookalikesOf(match: OriginMatch): readonly Lookalike[] {
  if (match === nullOrigin) return [["a name that begins with null", "https://null"]];
  const { scheme, host, port, subdomains } = match;
  const end = port === "" || port === "*" ? "" : `:${port}`;
  const at = (name: string, otherEnd = end): string => `${scheme}://${name}${otherEnd}`;
  const isAddress = host.startsWith("[") || /^[\d.]+$/.test(host);
  const always: Lookalike[] = [
    ["an origin of the policy", originFor(match)],
    ["another scheme", `${scheme === "https" ? "http" : "https"}://${subdomains ? "a." : ""}${host}${end}`],
    ["another port", at(subdomains ? `a.${host}` : host, ":8444")],
    ["a port of five digits", at(subdomains ? `a.${host}` : host, ":65535")],
    ["a port beyond the last", at(subdomains ? `a.${host}` : host, ":65536")],
    ["another host after it", at(`${subdomains ? "a." : ""}${host}.evil.test`)],
  ];
  if (isAddress) return [...always, ["another address", at(host.replace(/\d(?=\]?$)/, "7"))]];
  return [
    ...always,
    ["no subdomain", at(host)],
    ["one subdomain", at(`b.${host}`)],
    ["two subdomains", at(`a.b.${host}`)],
    ["four subdomains", at(`a.b.c-d.e_f.${host}`)],
    ["a subdomain of digits and hyphens", at(`1--2.${host}`)],
    ["a name glued to the front", at(`evil${host}`)],
    ["a subdomain glued to the front", at(`a.evil${host}`)],
    ["a hyphen glued to the front", at(`evil-${host}`)],
    ["a name glued to the end", at(`${subdomains ? "a." : ""}${host}x`)],
    ["a letter where the first dot is", at((subdomains ? "a." : "") + host.replace(".", "x"))],
    ["a letter where the last dot is", at((subdomains ? "a." : "") + host.replace(/\.(?=[^.]*$)/, "x"))],
    ["the parent of the host", at(host.includes(".") ? host.slice(host.indexOf(".") + 1) : "example")],
    ["a port glued to another", at(`${subdomains ? "a." : ""}${host}`, glued(end))],
  ];
}

/** What no browser sends as an origin, and a program may. */
export function oddOrigins(match: OriginMatch): readonly Lookalike[] {
  const origin = originFor(match);
  return [
    ["an origin in upper case", origin.toUpperCase()],
    ["a host in upper case", origin.replace(/\/\/.*/s, (host) => host.toUpperCase())],
    ["a slash at the end", `${origin}/`],
    ["a path", `${origin}/path`],
    ["a user name", origin.replace("//", "//user@")],
    ["a query with the origin in it", `https://evil.test/?${origin}`],
    ["another origin first", `https://evil.test ${origin}`],
    ["another origin last", `${origin} https://evil.test`],
    ["two origins in one line", `${origin}, https://evil.test`],
    ["a dot at the end", `${origin}.`],
    ["an empty label", origin.replace("//", "//.")],
    ["two dots", origin.replace(".", "..")],
    ["the scheme's own port", `${origin}:443`],
    ["a port that is none", `${origin}:`],
    ["a letter in the port", `${origin}:80a`],
    ["no scheme", origin.replace(/^.*\/\//s, "")],
    ["a quote at the end", `${origin}"`],
    ["a percent sign", `${origin}%00`],
  ];
}

/** A port that begins like another one, and is one that browsers have. */
function glued(end: string): string {
  if (end === "") return ":4430";
  return Number(`${end}0`.slice(1)) > 65_535 ? end.slice(0, -1) : `${end}0`;
}
