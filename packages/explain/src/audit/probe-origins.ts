import { getDomain, getDomainWithoutSuffix, parse } from "tldts";

/** Parts of an origin that others are made around. */
export interface Anchor {
  /** `https` or `http`. */
  readonly scheme: string;
  readonly host: string;
  /** With its colon; empty for the scheme's own. */
  readonly port: string;
  /** The domain that was registered; null for an address, or a name that is none. */
  readonly domain: string | null;
}

export function anchorOf(origin: string): Anchor | null {
  if (!URL.canParse(origin)) return null;
  const { hostname, port, protocol } = new URL(origin);
  if (protocol !== "https:" && protocol !== "http:") return null;
  const isName = /[a-z][^.]*$/.test(hostname) && hostname.includes(".");
  return {
    scheme: protocol.slice(0, -1),
    host: hostname,
    port: port === "" ? "" : `:${port}`,
    domain: isName ? getDomain(hostname, { allowPrivateDomains: true }) : null,
  };
}

/** A top-level domain that is reserved: a name below it is nobody's, and stands for an attacker's. */
const attacker = (label: string): string => `${label}.example`;

export function strangerOrigin(label: string): string {
  return `https://${attacker(label)}`;
}

/**
 * An origin that is tried for each label: a positive answer is asked for twice.
 *
 * @param isAgain whether it is the second, for what has no label in it
 */
export type OriginMaker = (label: string, isAgain: boolean) => string;

/** A name below an attacker's, and one whose last part goes on, as `shop.company` does for `shop.com`. */
export function prefixes({ scheme, host, port }: Anchor): readonly OriginMaker[] {
  return [(label) => `${scheme}://${host}.${attacker(label)}${port}`, (label) => `${scheme}://${host}${label}${port}`];
}

export function suffixes({ scheme, port, domain }: Anchor): readonly OriginMaker[] {
  return domain === null ? [] : [(label) => `${scheme}://${label}${domain}${port}`];
}

export function substrings({ scheme, host, port }: Anchor): readonly OriginMaker[] {
  return [(label) => `${scheme}://${label}${host}.${attacker(label)}${port}`];
}

/** Without its last letters, if that is a name under a top-level domain that exists: `shop.co` of `shop.com`. */
export function truncated({ scheme, host, domain, port }: Anchor): readonly OriginMaker[] {
  if (domain === null) return [];
  const shorter = host.slice(0, -1);
  const { domain: other, isIcann } = parse(shorter);
  return isIcann === true && other !== null
    ? [
        // Who has both names lists both, and not what is no name at all.
        (_, isAgain) => `${scheme}://${isAgain ? shorter.slice(0, -1) : shorter}${port}`,
      ]
    : [];
}

/** With a letter in the place of a dot, where that makes another domain that could be registered. */
export function undotted({ scheme, host, domain, port }: Anchor): readonly OriginMaker[] {
  if (domain === null) return [];
  const makers: OriginMaker[] = [];
  for (let at = host.indexOf("."); at !== -1; at = host.indexOf(".", at + 1)) {
    const withLetter = (letter: string): string => `${host.slice(0, at)}${letter}${host.slice(at + 1)}`;
    const other = withLetter("x");
    const { domain: found, publicSuffix } = parse(other, { allowPrivateDomains: true });
    const isOther = found !== null && found !== domain && publicSuffix !== null && domain.endsWith(`.${publicSuffix}`);
    if (isOther) makers.push((_, isAgain) => `${scheme}://${isAgain ? withLetter("y") : other}${port}`);
  }
  return makers.slice(0, 2);
}

export function subdomains({ scheme, host, port, domain }: Anchor): readonly OriginMaker[] {
  if (domain === null) return [];
  const all: OriginMaker = (label) => `${scheme}://${label}.${domain}${port}`;
  if (host === domain) return [all];
  return [all, (label) => `${scheme}://${label}.${host}${port}`, (label) => `${scheme}://${label}${host}${port}`];
}

/**
 * Names beside it, where everybody gets one: below a public suffix that is no top-level domain of a registry. Some hosting
 * calls what is only tried by a name that begins alike, and anybody may have such a name.
 */
export function siblings({ scheme, host }: Anchor): readonly OriginMaker[] {
  const { publicSuffix, isPrivate } = parse(host, { allowPrivateDomains: true });
  if (isPrivate !== true || publicSuffix === null) return [];
  const name = host
    .slice(0, -publicSuffix.length - 1)
    .split(".")
    .at(-1)!;
  return [
    (label) => `${scheme}://${label}.${publicSuffix}`,
    ...(name === "" ? [] : [(label: string) => `${scheme}://${name}-${label}.${publicSuffix}`]),
  ];
}

/** Of four digits: an expression for ports often takes no more, and one that takes more takes these. */
export function otherPort({ scheme, host }: Anchor): readonly OriginMaker[] {
  return [(_, isAgain) => `${scheme}://${host}:${isAgain ? 6127 : 7351}`];
}

/** The same host, and one below its domain, by http. */
export function byHttp({ scheme, host, domain }: Anchor): readonly OriginMaker[] {
  if (scheme !== "https") return [];
  return [() => `http://${host}`, ...(domain === null ? [] : [(label: string) => `http://${label}.${domain}`])];
}

/** Characters that every browser sends in an origin, and name servers know. */
export const sentByAll = ["_", "-"] as const;

/** Characters that Chromium and WebKit send where a proxy looks the name up. */
export const sentBySome = ["$", "+", "!", "=", "~"] as const;

/** Characters that scanners try, and no browser sends. */
export const sentByNone = ["%60"] as const;

export function withCharacter({ scheme, host }: Anchor, character: string): OriginMaker {
  return (label) => `${scheme}://${host}${character}.${attacker(label)}`;
}

/** What starts or ends as an origin does, and is none. */
export function notOrigins({ scheme, host }: Anchor): readonly OriginMaker[] {
  return [(label) => `${scheme}://${host}@${attacker(label)}`, (label) => `${scheme}://${attacker(label)}/${host}`];
}

/** The name of a URL's site, without what it is below; empty if it has none. */
export function nameOfSite({ hostname }: URL): string {
  return getDomainWithoutSuffix(hostname, { allowPrivateDomains: true }) ?? "";
}

/**
 * Where anybody can put a page.
 *
 * @param name with what a name may have to begin; empty for anything
 */
export function sharedHosting(name: string): readonly OriginMaker[] {
  const beginning = name === "" ? "" : `${name}-`;
  return [
    (label) => `https://${label}.github.io`,
    // What is tried there has the name of what it is for, and a hyphen.
    (label) => `https://${beginning}${label}.vercel.app`,
    ...["netlify.app", "pages.dev", "web.app", "herokuapp.com"].map(
      (domain) => (label: string) => `https://${label}.${domain}`,
    ),
  ];
}

/** Where nobody but the user's own machine is: by the ports that programs for development take, among others. */
export const localOrigins: readonly OriginMaker[] = [
  "http://localhost",
  "http://localhost:3000",
  "http://localhost:5173",
  "http://localhost:8080",
  "http://127.0.0.1:8080",
].map((origin) => () => origin);

/** The same, as fewer have it: asked last, with what is left. */
export const rareLocalOrigins: readonly OriginMaker[] = [
  "http://[::1]",
  "http://localhost:4200",
  "http://127.0.0.1:3000",
  "http://localhost:50123",
].map((origin) => () => origin);

export function localPrefix(label: string): string {
  return `http://localhost.${attacker(label)}`;
}

/** Begins as the address of the user's own machine, and is a name. */
export function addressPrefix(label: string): string {
  return `http://127.0.0.1.${attacker(label)}`;
}

/** An address inside a private network. */
export const insideOrigin: OriginMaker = (_, isAgain) => `http://192.168.${isAgain ? "1.60" : "0.50"}`;

/** Begins as an address inside a private network, and is a name. */
export function insidePrefix(label: string): string {
  return `http://192.168.${attacker(label)}`;
}

/** Origins that pages of a URL's site are likely to have: its own, the apex, `www.` and `app.`. */
export function guessedOrigins({ origin, protocol, hostname }: URL): readonly string[] {
  const domain = anchorOf(origin)?.domain ?? null;
  if (domain === null) return [origin];
  const beside = [domain, `www.${domain}`, `app.${domain}`].map((host) => `${protocol}//${host}`);
  return [...new Set([origin, ...(hostname.includes(".") ? beside : [])])];
}

/** An origin that a policy's pattern is for: itself, if it is no pattern. */
export function originFor(pattern: string, label: string): string {
  return pattern.replace("://*.", `://${label}.`).replace(/:\*$/, ":50123");
}
