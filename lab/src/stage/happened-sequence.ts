import type { Arrival, Seen } from "@concors/cli/lab";
import type { Happened } from "./compare.ts";
import type { Moment, SequenceLine } from "./sequence.ts";
import { isOfCors, moment, tellingLines } from "./sequence.ts";
import type { Stage } from "./stage.ts";
import { statusText } from "./words.ts";

/** What really happened, in order: what arrived at the sites, what they answered, and what the script saw. */
export function happenedSequence({ arrivals, seen }: Happened, stage: Stage, call: string): Moment[] {
  const wire = arrivals.flatMap((arrival) => arrivalMoments(arrival, arrivals, stage));
  return [moment({ kind: "call", from: "A", to: "browser", title: call }), ...wire, ...seen.slice(-1).map(seenMoment)];
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
  const title = statusText(arrival.status);
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
  return moment({ ...shared, title: statusText(seen.status), tone: "allowed", text });
}
