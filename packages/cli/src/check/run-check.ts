import type { PageOptions, Trace, Transport } from "@concors/browser";
import { Browser, replayingTransport, undiciTransport } from "@concors/browser";
import type { AddressSpace, Departure, EngineName } from "@concors/browser/engine";
import { addressSpaceOf, departuresAtWork } from "@concors/browser/engine";
import type { Report } from "@concors/explain";
import { explainAll, serverNames } from "@concors/explain";
import type { Io } from "../io.ts";
import { cautiousTransport } from "./cautious-transport.ts";
import type { CheckInput } from "./check-input.ts";

/** Plays the request in every engine that is asked for, and explains what became of it. */
export async function runCheck(input: CheckInput, io: Pick<Io, "env" | "lookup">): Promise<Report> {
  const { insecure, resolve, timeout } = input;
  const sockets = undiciTransport({ insecure, resolve, timeout, ...proxyOf(io.env) });
  const once = replayingTransport(sockets);
  const transport = input.send ? once : cautiousTransport(once);
  try {
    const standard = await play("spec", input, transport, {});
    const space = reachesPrivateAddress(standard) ? await pageAddressSpace(input, io) : undefined;
    const page = isOnThisMachine(input.url) ? asDeployed : space === undefined ? {} : { addressSpace: space };
    const traces: Trace[] = [];
    for (const engine of input.engines) {
      traces.push(engine === "spec" ? standard : await play(engine, input, transport, page));
    }
    return explainAll(traces, {
      departures: departuresFrom(standard, traces, page),
      servers: serverNames.filter((name) => name === input.fix),
      ...(space === undefined ? {} : { pageAddressSpace: space }),
    });
  } finally {
    await sockets.close();
  }
}

async function play(engine: EngineName, input: CheckInput, transport: Transport, options: PageOptions): Promise<Trace> {
  const browser = new Browser({ engine, transport, headers: sharedHeaders });
  const { embedderPolicy, sandboxed, url } = input.page;
  const page = browser.open(url, { ...options, embedderPolicy, sandboxed });
  const { body, credentials, method, mode, redirect } = input;
  const headers = input.headers.map(([name, value]): [string, string] => [name, value]);
  const { trace } = await page.trace(input.url, { body, credentials, headers, method, mode, redirect });
  return trace;
}

/**
 * How a page is opened that calls a server on this machine. Whoever checks such a server asks what it will answer where
 * it is deployed, so what browsers have against loopback as such (mixed content, Local Network Access) is a note, and no
 * verdict.
 */
const asDeployed: PageOptions = { insecureContent: "allow", addressSpace: "loopback" };

function isOnThisMachine({ hostname }: URL): boolean {
  return addressSpaceOf(hostname) === "loopback";
}

/** The same for every engine, so that the server answers all of them alike. */
const sharedHeaders = [
  ["User-Agent", "Mozilla/5.0 (compatible; Concors)"],
  ["Accept-Language", "en"],
] as const;

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
