import { CookieJar } from "tough-cookie";
import type { EngineName, NetworkRequest, NetworkResponse, PageRequestInit, Profile } from "@concors/browser/engine";
import {
  JarCookieStore,
  createClient,
  createPageRequest,
  createUserAgent,
  profiles,
  simulateFetch,
} from "@concors/browser/engine";
import type { Header } from "concors/protocol";
import { get } from "concors/protocol";
import type { ObservedRequest, ObservedStep, Observation, Scenario, ScenarioStep } from "./scenario.ts";
import { ScenarioWorld, nodeOfUrl } from "./scenario-world.ts";

const world = new ScenarioWorld(18_000);

/**
 * The methods among the scenarios' that the server they were recorded with has heard of; others it answers with 400 and
 * no header, before the scenario is asked.
 */
const methodsOfTheRecordingServer: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "OPTIONS",
  "PATCH",
  "PROPFIND",
  "QUERY",
]);

const notFound: NetworkResponse = { status: 404, statusText: "Not Found", headerList: [["Connection", "close"]] };
const unknownMethod: NetworkResponse = {
  status: 400,
  statusText: "Bad Request",
  headerList: [["Connection", "close"]],
};

/** Plays a scenario with one engine, over answers in memory and a clock that only the scenario's waits move. */
export function playInMemory(scenario: Scenario, played: EngineName | Profile): Observation {
  const { engine, rules } = typeof played === "string" ? profiles[played] : played;
  const pageUrl = new URL(`${world.originOf("A")}/page`);
  const jar = new CookieJar();
  jar.setCookieSync("ck=1; Path=/", pageUrl);
  let now = 0;
  const agent = createUserAgent({ engine, rules, now: () => now, cookies: new JarCookieStore(jar, rules.cookies) });
  const client = createClient(pageUrl, { sandboxed: scenario.page === "null" });
  const wire: ObservedRequest[] = [];

  function answer(request: NetworkRequest): NetworkResponse {
    if (!methodsOfTheRecordingServer.has(request.method)) return unknownMethod;
    const name = /^\/s\/[^/]+\/[^/]+\/(\w+)$/.exec(request.url.pathname)?.[1] ?? "";
    const node = scenario.nodes[name];
    if (node === undefined) return notFound;
    const requestMethod = get(request.headerList, "Access-Control-Request-Method");
    const response = (request.method === "OPTIONS" && requestMethod !== null ? node.preflight : null) ?? node.actual;
    wire.push(observedRequest(name, request));
    const headerList = world.headersOf(response, scenario, engine, {
      origin: get(request.headerList, "Origin") ?? "",
      requestMethod: requestMethod ?? "",
      requestHeaders: get(request.headerList, "Access-Control-Request-Headers") ?? "",
    });
    // As the wire has it: white space around a value belongs to the line, not to the value.
    const trimmed: Header[] = headerList.map(([header, value]) => [header, value.replace(/^[\t ]+|[\t ]+$/g, "")]);
    if (response.status !== 204)
      trimmed.push(["Content-Length", String(new TextEncoder().encode(response.body ?? "").length)]);
    trimmed.push(["Connection", "close"]);
    return { status: response.status, statusText: "R", headerList: trimmed };
  }

  const steps = scenario.steps.map((step): ObservedStep => {
    now += step.wait ?? 0;
    const url = new URL(world.urlOf(scenario, step.node, engine) + (step.query ?? ""));
    try {
      const { result } = simulateFetch(agent, createPageRequest(client, url, requestInit(step)), answer);
      if (!result.ok) return { ok: false, error: "TypeError" };
      const { type, status, redirected } = result;
      const headers = Object.fromEntries(result.headerList.map(([name, value]) => [name.toLowerCase(), value]));
      return { ok: true, type, status, url: nodeOfUrl(result.url), redirected, headers };
    } catch (error) {
      return { ok: false, error: (error as Error).name };
    }
  });
  return { id: scenario.id, steps, wire };
}

function requestInit(step: ScenarioStep): PageRequestInit {
  const { method, headers, mode, credentials, redirect, cache, body } = step;
  return {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(mode !== undefined && { mode }),
    ...(credentials !== undefined && { credentials }),
    ...(redirect !== undefined && { redirect }),
    ...(cache !== undefined && { cache }),
    ...(body !== undefined && { body: requestBody(body) }),
  };
}

function requestBody({ text, type, form }: NonNullable<ScenarioStep["body"]>): NonNullable<PageRequestInit["body"]> {
  const content = form ?? text ?? "";
  const shared = { content, hasSource: true, length: content.length };
  if (type !== undefined) return { ...shared, type: type === "" ? null : type };
  return {
    ...shared,
    type: form === undefined ? "text/plain;charset=UTF-8" : "application/x-www-form-urlencoded;charset=UTF-8",
  };
}

/** As the recording server has it: of several lines of some headers, it keeps the first. */
function firstOf(name: string, request: NetworkRequest): Record<string, string> {
  const line = request.headerList.find(([other]) => other.toLowerCase() === name);
  return line === undefined ? {} : { [name]: line[1] };
}

function observedRequest(node: string, request: NetworkRequest): ObservedRequest {
  const header = (name: string): Record<string, string> => {
    const value = get(request.headerList, name);
    return value === null ? {} : { [name]: value };
  };
  const origin = get(request.headerList, "Origin");
  return {
    node,
    method: request.method,
    ...(origin === null ? {} : { origin: world.letterOf(origin) }),
    ...header("access-control-request-method"),
    ...header("access-control-request-headers"),
    ...header("cookie"),
    ...firstOf("authorization", request),
  };
}
