import type { EngineName, NetworkRequest, NetworkResponse, Trace } from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createTrace,
  createUserAgent,
  simulateFetch,
  traceRequest,
} from "@concors/browser/engine";
import { get } from "concors/protocol";
import type { Stage } from "./lessons/setting.ts";
import { siteOrigins } from "./site-origins.ts";

/** Plays a stage as an engine would: one trace for each time the page asks. */
export function playStage(stage: Stage, engine: EngineName): Trace[] {
  const { body, repeat = 1, to = "B", ...init } = stage.request ?? {};
  const agent = createUserAgent({ engine, now: () => 0 });
  const client = createClient(new URL(siteOrigins.A), { sandboxed: stage.sandboxed === true });
  return Array.from({ length: repeat }, () => {
    const request = createPageRequest(client, new URL("/items", siteOrigins[to]), {
      ...init,
      ...(body !== undefined && {
        body: { type: body.type, content: body.text, hasSource: true, length: body.text.length },
      }),
    });
    const asked = traceRequest(request);
    return createTrace(
      agent,
      asked,
      simulateFetch(agent, request, (sent) => answerOf(stage, sent)),
    );
  });
}

function answerOf(stage: Stage, { headerList, method, url }: NetworkRequest): NetworkResponse {
  if (url.origin === siteOrigins.A) return responseOf([200]);
  if (url.origin === siteOrigins.C) return responseOf(stage.redirected);
  const isPreflight = method === "OPTIONS" && get(headerList, "Access-Control-Request-Method") !== null;
  if (isPreflight && stage.preflight !== undefined) return responseOf(stage.preflight);
  if (stage.redirect !== undefined) return responseOf([...stage.redirect, ["Location", "{{C}}/items"]]);
  return responseOf(stage.actual);
}

function responseOf([status, ...headers]: NonNullable<Stage["actual"]> = [200]): NetworkResponse {
  const headerList = headers.map(([name, value]) => [name, value.replaceAll(/\{\{([ABC])\}\}/g, siteOf)] as const);
  return { status, headerList };
}

function siteOf(_: string, letter: string): string {
  return siteOrigins[letter as "A" | "B" | "C"];
}
