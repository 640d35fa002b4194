import type {
  Client,
  EngineName,
  FetchFailure,
  NetworkRequest,
  NetworkResponse,
  PageRequestInit,
  Profile,
  SyncTransport,
  Trace,
  UserAgent,
} from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createTrace,
  profiles,
  simulateFetch,
  traceRequest,
} from "@concors/browser/engine";
import type { Explanation } from "@concors/explain/light";
import { explain } from "@concors/explain/light";
import { get, isSameSite } from "concors/protocol";
import type { KeptGrant } from "./kept-grants.ts";
import { keepingGrants } from "./kept-grants.ts";
import type { Origins, Resources } from "./sites.ts";
import { askedName, linesOf, urlOf } from "./sites.ts";
import type { ResourceName, Stage, StageRequest } from "./stage.ts";
import { resourceSites } from "./stage.ts";

/** What an engine makes of a stage. */
export interface Played {
  readonly engine: EngineName;
  /** One for each time that the request is made. */
  readonly fetches: readonly PlayedFetch[];
  /** What its CORS-preflight cache holds in the end. */
  readonly kept: readonly KeptGrant[];
}

export interface PlayedFetch {
  readonly trace: Trace;
  readonly explanation: Explanation;
}

/** Plays a stage in one engine: all in memory, on a clock that only the stage's pauses and slow answers move. */
export function play(stage: Stage, resources: Resources, played: EngineName | Profile, origins: Origins): Played {
  const profile = typeof played === "string" ? profiles[played] : played;
  let now = 0;
  const { cache, kept } = keepingGrants(profile.rules, () => now);
  const agent = createAgent(profile, cache);
  const client = createClient(new URL(`${origins.A}/page`), { sandboxed: stage.page.sandboxed });
  const transport: SyncTransport = (request) => {
    const { delay, response } = answerTo(request, stage, resources, origins);
    now += delay * 1000;
    return response;
  };
  const url = new URL(urlOf(askedName(stage), origins));

  const fetches = Array.from({ length: stage.request.times }, (_, time): PlayedFetch => {
    if (time > 0) now += stage.request.pause * 1000;
    const trace = traceOf(agent, client, url, initOf(stage.request), transport);
    return { trace, explanation: explain(trace) };
  });
  return { engine: profile.engine, fetches, kept: kept() };
}

/** A browser that has no cookies. Every host of the stage is an address, which has no registrable domain. */
function createAgent({ engine, rules }: Profile, preflightCache: UserAgent["preflightCache"]): UserAgent {
  return {
    engine,
    rules,
    preflightCache,
    cookies: null,
    registrableDomain: () => null,
    isSameSite: (one, other) => isSameSite(one, other, () => null),
    headers: [],
  };
}

function traceOf(agent: UserAgent, client: Client, url: URL, init: PageRequestInit, transport: SyncTransport): Trace {
  try {
    const request = createPageRequest(client, url, init);
    const asked = traceRequest(request);
    return createTrace(agent, asked, simulateFetch(agent, request, transport));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return invalidTrace(agent, client, url, init, error);
  }
}

/** What the page asks for is no request: nothing is sent. */
function invalidTrace(agent: UserAgent, client: Client, url: URL, init: PageRequestInit, error: TypeError): Trace {
  const failure: FetchFailure = { ok: false, code: "invalid-request", actual: error.message };
  return {
    engine: agent.engine,
    request: {
      url: url.href,
      method: init.method ?? "GET",
      headers: init.headers ?? [],
      hasBody: init.body !== undefined,
      bodyLength: null,
      streamsBody: false,
      origin: client.serializedOrigin,
      pageUrl: client.url.href,
      mode: init.mode ?? "cors",
      credentials: init.credentials ?? "same-origin",
      redirect: init.redirect ?? "follow",
      cache: "default",
      useCorsPreflight: false,
      keepalive: false,
      initiator: "fetch",
    },
    exchanges: [],
    outcome: { ok: false, failure, exchange: null },
  };
}

function initOf({ body, credentials, headers, method, mode, redirect }: StageRequest): PageRequestInit {
  const shared = { method, headers, mode, credentials, redirect };
  if (body === null) return shared;
  const { text, type } = body;
  const length = new TextEncoder().encode(text).length;
  // A Blob without a type has none; a text has its own.
  const ownType = type ?? "text/plain;charset=UTF-8";
  return { ...shared, body: { content: text, hasSource: true, length, type: ownType === "" ? null : ownType } };
}

interface TimedResponse {
  readonly response: NetworkResponse;
  /** In seconds. */
  readonly delay: number;
}

const notFound: TimedResponse = { response: { status: 404, statusText: "Not Found", headerList: [] }, delay: 0 };

function answerTo(request: NetworkRequest, stage: Stage, resources: Resources, origins: Origins): TimedResponse {
  const name = request.url.pathname.slice(1);
  if (!Object.hasOwn(resourceSites, name)) return notFound;
  const { actual, preflight } = resources[name as ResourceName];
  const requestMethod = get(request.headerList, "Access-Control-Request-Method");
  const given = request.method === "OPTIONS" && requestMethod !== null ? (preflight ?? actual) : actual;
  const headerList = linesOf(given, stage, origins, {
    origin: get(request.headerList, "Origin") ?? "",
    requestMethod: requestMethod ?? "",
    requestHeaders: get(request.headerList, "Access-Control-Request-Headers") ?? "",
  });
  return { response: { status: given.status, headerList }, delay: given.delay ?? 0 };
}
