import { checkSite } from "../check-site.ts";
import { createPlan } from "../plan/create-plan.ts";
import { SiteError } from "../site-issue.ts";
import { createSiteCors, policyFor } from "../site-cors.ts";
import type { SiteCors } from "../site-cors.ts";
import type { Site, SitePolicy } from "../site.ts";
import type { Case } from "./case.ts";
import { connectToUrl } from "./exchange.ts";
import type { Connection } from "./exchange.ts";
import { hasTwoLines, matrixOf } from "./matrix.ts";
import { play } from "./play.ts";
import type { Played } from "./play.ts";
import { probesOf } from "./probes.ts";

export interface VerifyUrlOptions {
  /** How many probes; 50 if left out: the server may be somebody's. */
  readonly probes?: number | undefined;
  readonly seed?: number | undefined;
  /** Whether any certificate will do. */
  readonly insecure?: boolean | undefined;
}

/** What came of asking a server that is already running. */
export interface UrlVerification extends Played {
  readonly url: string;
}

/**
 * Asks a server that is running for one URL, as pages of many origins do, and holds the answers against a site. It
 * changes nothing there: what another method's answer would carry is taken from that of GET.
 *
 * @throws SiteError, as `generate`; Error with a sentence, if the server does not answer
 */
export async function verifyUrl(
  url: URL,
  site: Site | SitePolicy,
  { probes = 50, seed, insecure = false }: VerifyUrlOptions = {},
): Promise<UrlVerification> {
  const checked = checkSite(site);
  if (!checked.ok) throw new SiteError(checked.issues);
  const path = `${url.pathname}${url.search}`;
  const cors = createSiteCors(checked.site);
  // One policy is for the URL; which one is for the site to say.
  const plan = createPlan({ routes: [], fallback: policyFor(checked.site, path) }, "cors");
  const at = (one: Case): Case => ({ ...one, path });
  // The others are about what an application does; and two lines, which no browser sends, some servers cannot read.
  const isAsked = (one: Case): boolean => one.path === "/ok" && !hasTwoLines(one) && isAnswered(at(one), cors);
  const connection = cautious(connectToUrl(url, insecure));
  try {
    const played = await play({
      cases: matrixOf(plan).filter(isAsked).map(at),
      probes: probesOf(plan).filter(isAsked).map(at),
      cors,
      connection,
      options: { probes, seed },
    });
    return { url: url.href, ...played };
  } finally {
    connection.close();
  }
}

/** OPTIONS that is no preflight is the application's, of which nothing is known. */
function isAnswered({ method, headers, origin, path }: Case, cors: SiteCors): boolean {
  if (method !== "OPTIONS") return true;
  const all = origin === null ? headers : [["Origin", origin] as const, ...headers];
  return cors.decide({ method, url: path, headers: all }).kind === "preflight";
}

/** Sends nothing that could change something. */
function cautious({ send, close }: Connection): Connection {
  const isSafe = (method: string): boolean => /^(?:GET|HEAD|OPTIONS)$/.test(method);
  return {
    send: (raw) => send(isSafe(raw.method) ? raw : { ...raw, method: "GET", body: undefined }),
    close,
  };
}
