import { randomBytes } from "node:crypto";
import { badRequest, ProblemError } from "../problem.ts";
import type { Arrival, RunOrder, Run, RunResource, SiteOrigins } from "../wire.ts";
import type { Places } from "./fill.ts";

/** A run that can be played, and what has arrived of it. */
export interface PlayedRun {
  readonly run: Run;
  readonly resources: ReadonlyMap<string, RunResource>;
  readonly places: Places;
  readonly arrivals: readonly Arrival[];
  /** Milliseconds since the run was ordered. */
  readonly elapsed: () => number;
  /** Writes down what happened, and says whether there was room for it. */
  readonly record: (arrival: Arrival) => boolean;
  /** Calls with what has happened so far, and with what happens from now on; and says how to stop that. */
  readonly follow: (follower: Follower) => () => void;
}

interface Follower {
  readonly onArrival: (arrival: Arrival, index: number) => void;
  /** The run is forgotten. */
  readonly onEnd: () => void;
}

/** The runs of one Lab: the latest of them, since each takes memory. */
export interface RunStore {
  /** @throws ProblemError if it wants https where there is none */
  readonly add: (order: RunOrder) => Run;
  /** @throws ProblemError if there is none, any more */
  readonly get: (id: string) => PlayedRun;
  readonly find: (id: string) => PlayedRun | undefined;
}

const mostRuns = 32;

/** How much is written down of one run. */
const mostArrivals = 200;

export interface SchemeOrigins {
  readonly http: SiteOrigins;
  readonly https: SiteOrigins | null;
}

export function createRunStore(origins: SchemeOrigins): RunStore {
  // The oldest is first.
  const runs = new Map<string, { readonly played: PlayedRun; readonly end: () => void }>();
  return {
    add(order) {
      const id = randomBytes(16).toString("base64url");
      const entry = createRun(id, order, origins);
      runs.set(id, entry);
      const [oldest] = runs.keys();
      if (runs.size > mostRuns) {
        runs.get(oldest!)!.end();
        runs.delete(oldest!);
      }
      return entry.played.run;
    },
    get(id) {
      const played = runs.get(id)?.played;
      if (played !== undefined) return played;
      throw new ProblemError(404, `There is no such run any more: the last ${mostRuns} are kept.`);
    },
    find: (id) => runs.get(id)?.played,
  };
}

function createRun(
  id: string,
  { page, resources }: RunOrder,
  schemes: SchemeOrigins,
): { readonly played: PlayedRun; readonly end: () => void } {
  const originsOf = (scheme: "http" | "https"): SiteOrigins => {
    const origins = schemes[scheme];
    if (origins === null) throw badRequest("There are no sites of https here: GET /api/lab says why.");
    return origins;
  };
  const own = originsOf(page.scheme);
  const urls = Object.fromEntries(
    Object.entries(resources).map(([path, { scheme = page.scheme, site }]) => [
      path,
      `${originsOf(scheme)[site]}/runs/${id}/${path}`,
    ]),
  );
  const frameOrigin = page.sandboxed ? "null" : own.A;
  const begun = performance.now();
  const { follow, record, arrivals, end } = createRecord();
  const played: PlayedRun = {
    run: { id, frame: `${own.A}/runs/${id}/page`, frameOrigin, urls },
    resources: new Map(Object.entries(resources).map(([path, one]) => [path, { scheme: page.scheme, ...one }])),
    places: { page: frameOrigin, origins: { ...own }, urls },
    elapsed: () => performance.now() - begun,
    arrivals,
    record,
    follow,
  };
  return { played, end };
}

function createRecord(): Pick<PlayedRun, "arrivals" | "record" | "follow"> & { readonly end: () => void } {
  const arrivals: Arrival[] = [];
  const followers = new Set<Follower>();
  return {
    arrivals,
    record(arrival) {
      if (arrivals.length >= mostArrivals) return false;
      const index = arrivals.push(arrival) - 1;
      for (const { onArrival } of followers) onArrival(arrival, index);
      return true;
    },
    follow(follower) {
      arrivals.forEach(follower.onArrival);
      followers.add(follower);
      return () => followers.delete(follower);
    },
    end() {
      for (const { onEnd } of followers) onEnd();
    },
  };
}
