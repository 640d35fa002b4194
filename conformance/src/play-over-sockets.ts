import { setTimeout as delay } from "node:timers/promises";
import type { EngineName, Page, RequestInit } from "@concors/browser";
import { Browser } from "@concors/browser";
import type { ObservedStep, Observation, Scenario, ScenarioStep } from "./scenario.ts";
import type { ScenarioServer } from "./scenario-server.ts";
import { nodeOfUrl } from "./scenario-world.ts";

/** Plays a scenario as a user of the library would: a browser, a page, its fetch, over sockets and in real time. */
export async function playOverSockets(
  scenario: Scenario,
  engine: EngineName,
  server: ScenarioServer,
): Promise<Observation> {
  const browser = new Browser({ engine });
  const pageUrl = `${server.world.originOf("A")}/page.html`;
  browser.cookies.setCookieSync("ck=1; Path=/", pageUrl);
  const page = browser.open(pageUrl, { sandboxed: scenario.page === "null" });
  const steps: ObservedStep[] = [];
  server.begin(scenario, engine);
  for (const step of scenario.steps) {
    if (step.wait !== undefined) await delay(step.wait);
    steps.push(await play(page, server.world.urlOf(scenario, step.node, engine) + (step.query ?? ""), step));
  }
  await browser.close();
  return { id: scenario.id, steps, wire: server.end(scenario, engine) };
}

async function play(page: Page, url: string, step: ScenarioStep): Promise<ObservedStep> {
  try {
    const response = await page.fetch(url, requestInit(step));
    const { type, status, redirected, headers } = response;
    const body = await response.text();
    return {
      ok: true,
      type,
      status,
      url: nodeOfUrl(response.url),
      redirected,
      headers: Object.fromEntries(headers),
      body,
    };
  } catch (error) {
    return { ok: false, error: (error as Error).name };
  }
}

function requestInit({ headers, body, method, mode, credentials, redirect, cache }: ScenarioStep): RequestInit {
  return {
    ...(headers !== undefined && { headers: headers.map(([name, value]): [string, string] => [name, value]) }),
    ...(body !== undefined && { body: requestBody(body) }),
    ...(method !== undefined && { method }),
    ...(mode !== undefined && { mode }),
    ...(credentials !== undefined && { credentials }),
    ...(redirect !== undefined && { redirect }),
    ...(cache !== undefined && { cache }),
  };
}

function requestBody({ text = "", type, form }: NonNullable<ScenarioStep["body"]>): Blob | URLSearchParams | string {
  if (type !== undefined) return new Blob([text], { type });
  return form === undefined ? text : new URLSearchParams(form);
}
