import { checkSite } from "../check-site.ts";
import type { Facts } from "../facts.ts";
import { generate } from "../generate.ts";
import type { Generated } from "../generate.ts";
import { createPlan } from "../plan/create-plan.ts";
import { SiteError } from "../site-issue.ts";
import { createSiteCors } from "../site-cors.ts";
import type { SiteCors } from "../site-cors.ts";
import type { Site, SitePolicy } from "../site.ts";
import type { TargetName } from "../targets/index.ts";
import type { Case } from "./case.ts";
import { connectTo } from "./exchange.ts";
import { connectByHttp2 } from "./http2-exchange.ts";
import { serverOrigin } from "./judge.ts";
import type { Miss } from "./judge.ts";
import { matrixOf } from "./matrix.ts";
import { play } from "./play.ts";
import type { Played } from "./play.ts";
import { probesOf } from "./probes.ts";
import type { Certificate, Rig } from "./rig.ts";
import { rigFor } from "./rigs/index.ts";
import { startUpstream } from "./upstream.ts";

export interface VerifyOptions {
  /** Another way to run the server than the one that is known here. */
  readonly rig?: Rig | undefined;
  readonly facts?: Facts | undefined;
  /** The user's own configuration, beside ours. */
  readonly own?: string | undefined;
  /** To ask by HTTP/2 over TLS; by HTTP/1.1 if left out. */
  readonly certificate?: Certificate | undefined;
  /** Whether the matrix is played; true if left out. */
  readonly matrix?: boolean | undefined;
  /** How many probes; 500 if left out. */
  readonly probes?: number | undefined;
  /** What the probes are made from; chosen if left out. */
  readonly seed?: number | undefined;
  /** Stops the server before all was asked, and throws its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Changes what was generated before it is run, to see that it is noticed. */
  readonly change?: ((generated: Generated) => Generated) | undefined;
}

/** What came of it. */
export interface Verification extends Played {
  readonly target: TargetName;
  readonly generated: Generated;
  /** What went otherwise, and no configuration can mend: the reasons, by the case's name. */
  readonly exceptions: Readonly<Record<string, string>>;
}

/** tcpmux, which nobody serves. A port that is free may be chosen for the very connection to it, which then succeeds. */
const deadPort = 1;

/**
 * Starts a real server on loopback with what is generated for a site, in front of an application that does everything
 * wrong, and plays the matrix and the probes against it.
 *
 * @throws SiteError, FactsError, as `generate`; Error with what the server said, if it does not start
 */
export async function verify(
  target: TargetName,
  site: Site | SitePolicy,
  options: VerifyOptions = {},
): Promise<Verification> {
  const checked = checkSite(site);
  if (!checked.ok) throw new SiteError(checked.issues);
  const rig = options.rig ?? rigFor(target);
  const made = generate(target, site, { ...rig.facts, ...options.facts });
  const generated = options.change === undefined ? made : options.change(made);
  const plan = createPlan(checked.site, "cors");
  const cors = createSiteCors(checked.site);
  const upstream = await startUpstream();
  try {
    const { own = "", certificate } = options;
    const server = await rig.start({ generated, upstreamPort: upstream.port, deadPort, own, certificate });
    const connect = certificate === undefined ? connectTo : connectByHttp2;
    const connection = connect(server.port, new URL(serverOrigin).host);
    const isPlayed = (one: Case): boolean => !isLacking(rig, one) && !isRefused(rig, cors, one);
    const cases = options.matrix === false ? [] : matrixOf(plan).filter(isPlayed);
    try {
      const probes = probesOf(plan).filter(isPlayed);
      const played = await play({ cases, probes, cors, connection, options });
      return { target, generated, ...played, ...excepted(rig, played.misses) };
    } catch (error) {
      // Ctrl+C ends the server as well, which then does not answer.
      options.signal?.throwIfAborted();
      throw error;
    } finally {
      connection.close();
      await server.stop();
    }
  } finally {
    await upstream.stop();
  }
}

/** What is missed and can be mended, and the reasons for what cannot. */
function excepted({ exceptions = {} }: Rig, all: readonly Miss[]): Pick<Verification, "misses" | "exceptions"> {
  const names = new Set(all.map((miss) => miss.case.name));
  return {
    misses: all.filter((miss) => !Object.hasOwn(exceptions, miss.case.name)),
    exceptions: Object.fromEntries(Object.entries(exceptions).filter(([name]) => names.has(name))),
  };
}

/** Whether a rig has nothing to play a case with. */
function isLacking({ lacks }: Rig, { name, path }: Case): boolean {
  return lacks.some((lack) => name === lack || path.endsWith(`/${lack}`));
}

/** Whether a preflight would be granted for a method that the server takes for none. */
function isRefused({ refuses = [] }: Rig, cors: SiteCors, { path, origin, method }: Case): boolean {
  if (origin === null || !refuses.includes(method)) return false;
  const headers = [["Origin", origin] as const, ["Access-Control-Request-Method", method] as const];
  const granted = cors.decide({ method: "OPTIONS", url: path, headers }).headers;
  const [, allowed = ""] = granted.find(([name]) => name === "Access-Control-Allow-Methods") ?? [];
  return allowed === "*" || allowed.split(", ").includes(method);
}
