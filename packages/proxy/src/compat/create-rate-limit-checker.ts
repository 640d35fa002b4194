import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";

/** Hosts that are remembered: whoever was away for longest begins anew. */
const mostHosts = 100_000;

/** Characters of a host's longest name, and some for its port. What is longer is remembered by its digest. */
const longestHost = 260;

/**
 * A checker for the option `checkRateLimit`, with the grammar of cors-anywhere's `CORSANYWHERE_RATELIMIT`: how many
 * requests of an origin, in how many minutes, and for which hosts no limit holds.
 *
 * @example
 * createRateLimitChecker("50 3 my.example.com /(.*\\.)?example\\.org/");
 * @param setting nothing for no limit
 * @throws Error if it is not of that grammar
 * @see https://github.com/Rob--W/cors-anywhere#server
 */
export function createRateLimitChecker(setting?: string | null): (origin: string) => string | undefined {
  if (setting === undefined || setting === null || setting.trim() === "") return () => undefined;
  const [whole, most, minutes, hosts = ""] = /^(\d+) (\d+)(?:\s*$|\s+(.+)$)/.exec(setting) ?? [];
  // NB: A limit that is mistaken for none is noticed when it is too late.
  if (whole === undefined || Number(minutes) === 0)
    throw new Error(
      `CORSANYWHERE_RATELIMIT ${JSON.stringify(setting)} is no limit: write how many requests in how many minutes, as in "50 3", and behind them the hosts that have none.`,
    );
  const isUnlimited = hostMatcher(hosts);
  const count = fixedWindow(Number(most), Number(minutes) * 60_000);
  const message =
    `The number of requests is limited to ${Number(most)}` +
    `${Number(minutes) === 1 ? " per minute" : ` per ${Number(minutes)} minutes`}. ` +
    "Please self-host CORS Anywhere if you need more quota. " +
    "See https://github.com/Rob--W/cors-anywhere#demo-server";
  return (origin) => {
    const host = origin.replace(/^[\w-]+:\/\//i, "");
    return isUnlimited(host) || count(host) ? undefined : message;
  };
}

function hostMatcher(hosts: string): (host: string) => boolean {
  if (hosts.trim() === "") return () => false;
  const pattern = new RegExp(`^(?:${hosts.trim().split(/\s+/).map(patternOf).join("|")})$`, "i");
  return (host) => host.length <= longestHost && pattern.test(host);
}

function patternOf(host: string, index: number): string {
  const begins = host.startsWith("/");
  if (!begins && !host.endsWith("/")) return host.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  if (host.length === 1 || !begins || !host.endsWith("/"))
    throw new Error(`Invalid CORSANYWHERE_RATELIMIT. Regex at index ${index} must start and end with a slash ("/").`);
  // Each has to be one by itself.
  return new RegExp(host.slice(1, -1)).source;
}

/** Counts requests of a host until the time is over, for all of them at once. @returns whether one more is admitted */
function fixedWindow(most: number, milliseconds: number): (host: string) => boolean {
  const counts = new LRUCache<string, number>({ max: mostHosts });
  let begun = Date.now();
  return (host) => {
    const now = Date.now();
    // A clock may be put back.
    if (now < begun || now >= begun + milliseconds) {
      counts.clear();
      begun = now < begun ? now : now - ((now - begun) % milliseconds);
    }
    const key = host.length <= longestHost ? host : createHash("sha256").update(host).digest("base64");
    const count = (counts.get(key) ?? 0) + 1;
    if (count > most) return false;
    counts.set(key, count);
    return true;
  };
}
