import type { Origin } from "concors/protocol";
import { isSameSite } from "concors/protocol";
import { getDomain } from "tldts";
import type { CookieStore } from "./cookies.ts";
import type { EngineName } from "./engine-name.ts";
import { profiles } from "./profiles/index.ts";
import type { Rules } from "./rules.ts";
import type { UserAgent } from "./user-agent.ts";

export interface UserAgentOptions {
  readonly engine?: EngineName;
  /** Other rules than the engine's own: to see what one departure does. */
  readonly rules?: Rules;
  /** Milliseconds; what the CORS-preflight cache expires by. */
  readonly now?: () => number;
  readonly cookies?: CookieStore | null;
  /** Headers that the browser itself adds to every request. */
  readonly headers?: readonly (readonly [string, string])[];
}

/** A browser without pages: an engine's rules, its CORS-preflight cache, its cookies. */
export function createUserAgent(options: UserAgentOptions = {}): UserAgent {
  const { engine = "spec", now = Date.now, cookies = null, headers = [] } = options;
  const rules = options.rules ?? profiles[engine].rules;
  const registrableDomain = rememberingDomains();
  return {
    engine,
    rules,
    preflightCache: rules.createPreflightCache(now),
    cookies,
    registrableDomain,
    isSameSite: (a: Origin, b: Origin) => isSameSite(a, b, registrableDomain),
    headers,
  };
}

const rememberedDomains = 1000;

/** Looking a host up in the public suffix list costs more than the rest of a fetch; most fetches ask for the same few. */
function rememberingDomains(): (host: string) => string | null {
  const domains = new Map<string, string | null>();
  return (host) => {
    let domain = domains.get(host);
    if (domain === undefined) {
      domain = getDomain(host, { allowPrivateDomains: true });
      if (domains.size >= rememberedDomains) domains.clear();
      domains.set(host, domain);
    }
    return domain;
  };
}
