import { checkSite } from "../../check-site.ts";
import { createOriginMatch } from "../../plan/create-plan.ts";

/** A label that nobody has: letters and digits, which any pattern for a label takes. */
export const probeLabel = "concorsprobe1";

/** Two labels, of which nobody has either. */
export const probeLabels = "x-1.concorsprobe1";

/** Ports that nobody would list. */
export const probePorts = ["50123", "61927", "57311"] as const;

/** Origins that are nobody's: their top-level domains are reserved. */
export const strangers = ["https://concorsprobe1.example", "http://concorsprobe2.invalid:50123"] as const;

/** A domain that is an attacker's in what is asked, and nobody's in the world. */
export const attackerDomain = "concorsprobe2.example";

/**
 * Origins that pages of a URL's site are likely to have, for who names none: its own, the apex, `www.`, `app.`, and the
 * ports that development servers take.
 */
export function guessOrigins({ origin, protocol, hostname }: URL): readonly string[] {
  const guesses = [origin];
  if (/[a-z][^.]*$/.test(hostname) && hostname.includes(".")) {
    const labels = hostname.split(".");
    const apex = labels.length > 2 ? labels.slice(1).join(".") : hostname;
    for (const host of [apex, `www.${apex}`, `app.${apex}`]) guesses.push(`${protocol}//${host}`);
  }
  guesses.push("http://localhost:3000", "http://localhost:5173");
  return [...new Set(guesses)].filter(isOrigin);
}

/** An origin that a pattern is for: itself, if it is one. */
export function originFor(pattern: string): string {
  if (pattern === "null") return pattern;
  const { scheme, subdomains, host, port } = createOriginMatch(pattern);
  return printOrigin(scheme, subdomains ? `${probeLabel}.${host}` : host, port === "*" ? "" : port);
}

/** Whether a host is nobody's, made up to ask about. */
export function isProbe(host: string): boolean {
  return host.startsWith(`${probeLabel}.`);
}

export function printOrigin(scheme: string, host: string, port: string): string {
  return `${scheme}://${host}${port === "" ? "" : `:${port}`}`;
}

/** Whether it is an origin, or a pattern, that a policy can list. */
export function isOrigin(value: string): boolean {
  return value !== "*" && checkSite({ origins: [value] }).ok;
}
