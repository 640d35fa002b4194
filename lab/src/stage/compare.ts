import type { Arrival, Seen } from "@concors/cli/lab";
import type { Played, PlayedFetch } from "./play.ts";
import { resourceSites } from "./stage.ts";

/** What a browser really did, or has done so far. */
export interface Happened {
  /** How often site A's page was told to ask. */
  readonly begun: number;
  /** What its script saw, one for each time that is over. */
  readonly seen: readonly Seen[];
  readonly arrivals: readonly Arrival[];
  /** How many had arrived when each of these times was over. */
  readonly arrivedBy: readonly number[];
}

/** Where a prediction and what happened are not the same, a sentence each. */
export function differences(played: Played, happened: Pick<Happened, "arrivals" | "seen">): string[] {
  return [
    ...played.fetches.flatMap((fetch, time) => {
      const seen = happened.seen[time];
      return seen === undefined ? [] : seenDifferences(fetch, seen);
    }),
    ...wireDifferences(played, happened),
  ];
}

function seenDifferences({ trace: { outcome } }: PlayedFetch, seen: Seen): string[] {
  if (outcome.ok !== seen.ok) {
    return outcome.ok
      ? [`The prediction was that the script gets an answer; it got ${seen.ok ? "one" : `a ${seen.name}`}.`]
      : ["The prediction was that the script gets an error; it got an answer."];
  }
  if (!outcome.ok || !seen.ok) return [];
  const told: string[] = [];
  const compare = (what: string, predicted: unknown, real: unknown): void => {
    if (predicted !== real) told.push(`${what}: predicted ${String(predicted)}, in this browser ${String(real)}.`);
  };
  compare("The response's type", outcome.type, seen.type);
  compare("Its status", outcome.status, seen.status);
  compare("Whether it was redirected", outcome.redirected, seen.redirected);
  compare("The headers to read", readable(outcome.headers), readable(seen.headers));
  return told;
}

/** NB: What the Lab's server adds to each answer was not predicted, so it is left out. */
const ofTheServer: ReadonlySet<string> = new Set([
  "cache-control",
  "connection",
  "content-length",
  "date",
  "keep-alive",
]);

function readable(headers: readonly (readonly [string, string])[]): string {
  const names = headers.map(([name]) => name.toLowerCase()).filter((name) => !ofTheServer.has(name));
  const all = [...new Set(names)].sort().join(", ");
  return all === "" ? "none" : all;
}

function wireDifferences({ fetches }: Played, { arrivals }: Pick<Happened, "arrivals">): string[] {
  const predicted = fetches.flatMap(({ trace }) =>
    trace.exchanges.map(
      ({ kind, method, url }) => `${method} ${siteOf(url)}${kind === "preflight" ? " (preflight)" : ""}`,
    ),
  );
  const arrived = arrivals.flatMap((arrival) =>
    arrival.kind === "request" && arrival.resource !== null
      ? [`${arrival.method} ${arrival.site}${arrival.isPreflight ? " (preflight)" : ""}`]
      : [],
  );
  const [before, after] = [predicted, arrived].map((list) => (list.length === 0 ? "nothing" : list.join(", ")));
  return before === after ? [] : [`What arrives: predicted ${before}; in this browser ${after}.`];
}

/** A resource is known by its path, whatever a browser's request goes through before it. */
function siteOf(url: string): string {
  const name = new URL(url).pathname.slice(1);
  return Object.hasOwn(resourceSites, name) ? resourceSites[name as keyof typeof resourceSites] : url;
}
