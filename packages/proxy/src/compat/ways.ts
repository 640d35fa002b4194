import { getProxyForUrl as fromEnvironment } from "proxy-from-env";
import { Agent } from "undici";
import type { Dispatcher } from "undici";
import type { RawHeaders } from "../headers/raw-headers.ts";
import type { Way, WayTo } from "../forward/way.ts";
import type { CheckedLimits } from "../options/checked-options.ts";
import type { Target } from "../target/target.ts";
import type { CheckedCompatOptions } from "./check-compat-options.ts";
import { isHostName } from "./is-host-name.ts";
import { parseLocation } from "./location.ts";
import { reportError } from "./report-error.ts";

/** The ways to targets: straight, or over the proxy that is said for a URL. */
export interface CompatWays {
  readonly wayTo: WayTo;
  readonly close: () => Promise<void>;
}

/**
 * @param direct the pool whose connections the guard has judged
 * @param pseudonym what this proxy calls itself in `Via`
 */
export function compatWays(
  { getProxyForUrl, limits }: Pick<CheckedCompatOptions, "getProxyForUrl" | "limits">,
  direct: Dispatcher,
  pseudonym: string,
): CompatWays {
  const proxyFor = getProxyForUrl ?? fromEnvironment;
  let toProxies: Agent | null = null;

  function wayTo(target: Target): Way {
    const headers = ["Host", hostOf(target), ...viaOf(target, pseudonym)];
    const proxy = proxyFor(target.href);
    if (typeof proxy !== "string" || proxy === "")
      return { dispatcher: direct, origin: target.origin, path: target.path, headers };
    toProxies ??= unguarded(limits);
    const { origin, username, password } = new URL(proxy);
    // A URL in the request line, for https as well: the other proxy is trusted with what it reads.
    const more = authorization(username, password);
    return { dispatcher: toProxies, origin, path: target.href, headers: [...headers, ...more] };
  }

  return {
    wayTo(target) {
      try {
        return wayTo(target);
      } catch (error) {
        reportError("getProxyForUrl failed", error);
        throw error;
      }
    },
    async close() {
      await Promise.all([direct.destroy(), toProxies?.destroy()]);
    },
  };
}

/** Whoever runs this proxy has said where these connections lead. */
function unguarded({ connectTimeout, headersTimeout, inFlight }: CheckedLimits): Agent {
  return new Agent({
    connect: { timeout: connectTimeout },
    connections: inFlight,
    pipelining: 1,
    headersTimeout,
    bodyTimeout: 0,
  });
}

/** With the port as it was written, also if it is the scheme's own. */
function hostOf({ href }: Target): string {
  return /^https?:\/\/([^/?#]*)/.exec(href)?.[1] ?? "";
}

/**
 * `Via` for those requests alone that could come back here: what they ask for would be a URL to this proxy. Other targets
 * see what cors-anywhere would send them.
 */
function viaOf({ path }: Target, pseudonym: string): RawHeaders {
  const parsed = parseLocation(path.slice(1));
  const leadsOn =
    /https?(?::|%3A)/i.test(path) || (parsed?.target.ok === true && isHostName(parsed.target.target.hostname));
  return leadsOn ? ["Via", `1.1 ${pseudonym}`] : [];
}

function authorization(username: string, password: string): RawHeaders {
  if (username === "" && password === "") return [];
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return ["Proxy-Authorization", `Basic ${Buffer.from(credentials).toString("base64")}`];
}
