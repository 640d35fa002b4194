import type { PageOptions, Trace, Transport } from "@concors/browser";
import { replayingTransport, undiciTransport } from "@concors/browser";
import type { AddressSpace, Departure, EngineName } from "@concors/browser/engine";
import { addressSpaceOf, departuresAtWork } from "@concors/browser/engine";
import type { Report } from "@concors/explain";
import { explainAll, serverNames } from "@concors/explain";
import type { Io } from "../io.ts";
import { cautiousTransport } from "./cautious-transport.ts";
import type { CheckInput } from "./check-input.ts";
import { cookieTransport } from "./cookie-transport.ts";
import { factsOfTraces } from "./facts-of-traces.ts";
import { isOnThisMachine } from "./on-this-machine.ts";
import { withPagePolicy, policyOptions } from "./page-policy.ts";
import { playIn } from "./play-in.ts";
import { findFacts } from "./probes/find-facts.ts";
import { observingTransport } from "./probes/observing-transport.ts";

/** A report, and the input with what the page's own answer added to it. */
interface Checked {
  readonly input: CheckInput;
  readonly report: Report;
}

/** Plays the request in every engine that is asked for, and explains what became of it. */
export async function runCheck(given: CheckInput, io: Pick<Io, "env" | "lookup">): Promise<Report> {
  return (await playCheck(given, io)).report;
}

/** The same, for who goes on with the page. */
export async function playCheck(given: CheckInput, io: Pick<Io, "env" | "lookup">): Promise<Checked> {
  const { authorities, insecure, resolve, timeout } = given;
  const proxy = proxyOf(io.env);
  const sockets = undiciTransport({
    insecure,
    resolve,
    timeout,
    ...proxy,
    ...(authorities === null ? {} : { ca: authorities }),
  });
  const { observed, transport: observing } = observingTransport(sockets);
  const once = replayingTransport(observing);
  try {
    const input = await withPagePolicy(given, sockets);
    const transport = transportOf(input, once);
    const standard = await playIn("spec", input, transport, policyOptions(input));
    const space = reachesPrivateAddress(standard) ? await pageAddressSpace(input, io) : undefined;
    const page = { ...policyOptions(input), ...pageOptions(input, space) };
    const traces: Trace[] = [];
    for (const engine of input.engines) {
      traces.push(engine === "spec" ? standard : await playIn(engine, input, transport, page));
    }
    const probes = { resolve, timeout, isProxied: "proxy" in proxy };
    const report = explainAll(traces, {
      departures: departuresFrom(standard, traces, page),
      servers: serverNames.filter((name) => name === input.fix),
      facts: await factsOfTraces(traces, input, (trace) => findFacts(trace, observed, once, probes)),
      ...(space === undefined ? {} : { pageAddressSpace: space }),
    });
    return { input, report };
  } finally {
    await sockets.close();
  }
}

/** What carries the requests, no more of them than the user wants. */
function transportOf(input: CheckInput, once: Transport): Transport {
  if (input.urlLiteral !== null) return nothingSent;
  return cookieTransport(input.send ? once : cautiousTransport(once), input);
}

/** For a URL that no page would ask for. */
const nothingSent: Transport = () => Promise.resolve({ failed: "not-sent", message: "" });

/** How a page is opened: for a server on this machine as it will be deployed, unless the user says how it is. */
function pageOptions({ page, url }: CheckInput, space: AddressSpace | undefined): PageOptions {
  if (isOnThisMachine(url) && !page.isAsItStands) return asDeployed;
  return space === undefined ? {} : { addressSpace: space };
}

/**
 * How a page is opened that calls a server on this machine. Whoever checks such a server asks what it will answer where
 * it is deployed, so what browsers have against loopback as such (mixed content, Local Network Access) is a note, and no
 * verdict.
 */
const asDeployed: PageOptions = { insecureContent: "allow", addressSpace: "loopback" };

function proxyOf(env: Io["env"]): { proxy?: Io["env"] } {
  const isSet = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some((name) => (env[name] ?? "") !== "");
  return isSet ? { proxy: env } : {};
}

function reachesPrivateAddress({ exchanges }: Trace): boolean {
  return exchanges.some(({ response }) => addressSpaceOf(response?.remoteAddress ?? "public") !== "public");
}

/** Where the page comes from matters to Local Network Access alone, so it is looked up only then. */
async function pageAddressSpace(
  { page, resolve }: CheckInput,
  { lookup }: Pick<Io, "lookup">,
): Promise<AddressSpace | undefined> {
  if (page.addressSpace !== null) return page.addressSpace;
  const { hostname } = page.url;
  const known = resolve.find(({ host }) => host === hostname)?.address ?? (await lookup(hostname));
  return known === null ? undefined : addressSpaceOf(known);
}

/** What each engine does otherwise than the standard, where that made a difference. */
function departuresFrom(
  standard: Trace,
  traces: readonly Trace[],
  page: PageOptions,
): ReadonlyMap<EngineName, ReturnType<typeof departuresAtWork>> {
  const different = traces.filter((trace) => trace.engine !== "spec" && outcomeOf(trace) !== outcomeOf(standard));
  return new Map(different.map((trace) => [trace.engine, departuresAtWork(trace, page).filter(changesMore)]));
}

/** In which order an engine makes its checks changes the reason that it gives, and nothing else. */
function changesMore({ rules }: Departure): boolean {
  return Object.keys(rules).some((rule) => rule !== "preflightChecks");
}

/** What tells one engine's story from another's. */
function outcomeOf({ exchanges, outcome }: Trace): string {
  return JSON.stringify([exchanges.map(({ kind, method, url }) => [kind, method, url]), outcome.ok]);
}
