import type { Arrival, Seen } from "@concors/cli/lab";
import { statusWords } from "@concors/explain/light";
import type { Happened } from "./compare.ts";
import type { Lane, Moment, SequenceLine } from "./sequence.ts";
import { isOfCors, moment, tellingLines } from "./sequence.ts";
import type { Stage } from "./stage.ts";

/** What really happened, or has so far, in order: what arrived at the sites, what they answered, and what the script saw. */
export function happenedSequence(happened: Happened, stage: Stage, call: string): Moment[][] {
  const { arrivals, arrivedBy, begun, seen } = happened;
  return Array.from({ length: begun }, (_, time) => [
    moment({ kind: "call", from: "A", to: "browser", title: call }),
    ...arrivals
      .slice(arrivedBy[time - 1] ?? 0, arrivedBy[time])
      .flatMap((arrival) => arrivalMoments(arrival, arrivals, stage)),
    ...seen.slice(time, time + 1).map(seenMoment),
  ]);
}

/** Whom everybody waits for, and in words. */
export interface Waiting {
  readonly for: Lane;
  readonly words: string;
}

/** What has to come next in a run that goes on; null if nothing has. */
export function waitingFor({ arrivals, begun, seen }: Happened, { request }: Stage): Waiting | null {
  if (begun === 0) return { for: "A", words: "Site A's page is on its way …" };
  if (seen.length === request.times) return null;
  if (seen.length === begun) return { for: "A", words: `Site A asks again after ${request.pause} s …` };
  const last = arrivals.at(-1);
  if (last?.kind !== "request") return { for: "browser", words: "Your browser is at it …" };
  const what = last.isPreflight ? "preflight" : last.method;
  return { for: last.site, words: `Site ${last.site} has got the ${what}, and not answered yet …` };
}

/** What the Lab's server adds to each answer. */
const ofTheServer = /^(?:date|connection|keep-alive|cache-control|content-length|transfer-encoding)$/i;

function arrivalMoments(arrival: Arrival, arrivals: readonly Arrival[], { request }: Stage): Moment[] {
  if (arrival.kind === "request") {
    const { headers, isPreflight, method, resource, site } = arrival;
    const lines = tellingLines(headers, request.headers);
    const title = `${method} /${resource ?? ""}`;
    return [moment({ kind: "request", from: "browser", to: site, title, isPreflight, lines })];
  }
  const asked = arrivals.find((other) => other.kind === "request" && other.number === arrival.number);
  if (asked?.kind !== "request") return [];
  const lines = arrival.headers
    .filter(([name]) => !ofTheServer.test(name))
    .map(([name, value]): SequenceLine => ({ name, value, mark: isOfCors(name) ? "cors" : "plain", note: null }));
  const title = statusWords(arrival.status);
  return [moment({ kind: "answer", from: asked.site, to: "browser", title, isPreflight: asked.isPreflight, lines })];
}

function seenMoment(seen: Seen): Moment {
  const shared = { kind: "result", from: "browser", to: "A" } as const;
  if (!seen.ok) return moment({ ...shared, title: `${seen.name}: ${seen.message}`, tone: "blocked" });
  if (seen.type === "opaque" || seen.type === "opaqueredirect") {
    return moment({ ...shared, title: seen.type, text: "No status, no headers, no body." });
  }
  const names = seen.headers
    .map(([name]) => name)
    .filter((name) => !ofTheServer.test(name))
    .join(", ");
  const text = `The script read ${seen.body.length} bytes${names === "" ? "" : `, and the headers ${names}`}.`;
  return moment({ ...shared, title: statusWords(seen.status), tone: "allowed", text });
}
