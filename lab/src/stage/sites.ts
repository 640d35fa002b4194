import type { Header } from "concors/protocol";
import type { ResourceName, Stage, StageAnswer, StageAnswers } from "./stage.ts";
import { answer, resourceSites } from "./stage.ts";

/** The origin of each site: `http://127.0.0.1:40001`. */
export type Origins = Readonly<Record<"A" | "B" | "C", string>>;

/** Where the sites are as long as no server has said so. */
export function assumedOrigins(scheme: "http" | "https"): Origins {
  return { A: `${scheme}://127.0.0.1:4001`, B: `${scheme}://127.0.0.1:4002`, C: `${scheme}://127.0.0.1:4003` };
}

/** What is answered at each address; a policy has been made answers by then. */
export type Resources = Readonly<Record<ResourceName, StageAnswers>>;

const own: StageAnswers = { kind: "answers", preflight: null, actual: answer(200) };

export function resourcesOf(siteB: StageAnswers, { siteC }: Stage): Resources {
  return { items: siteB, moved: siteC, own };
}

export function urlOf(name: ResourceName, origins: Origins): string {
  return `${origins[resourceSites[name]]}/${name}`;
}

/** The address that the page asks. */
export function askedName({ request }: Stage): ResourceName {
  return request.to === "A" ? "own" : "items";
}

/** What an answer may repeat of its request. */
interface Echo {
  readonly origin: string;
  readonly requestMethod: string;
  readonly requestHeaders: string;
}

/** An answer's header lines for one request, as they are on the wire: what a placeholder stands for in its place. */
export function linesOf({ headers }: StageAnswer, { page }: Stage, origins: Origins, echo: Echo): Header[] {
  const words: Readonly<Record<string, string>> = {
    ...origins,
    page: page.sandboxed ? "null" : origins.A,
    origin: echo.origin,
    acrm: echo.requestMethod,
    acrh: echo.requestHeaders,
  };
  const fill = (whole: string, kind: string | undefined, name: string): string => {
    if (kind === undefined) return Object.hasOwn(words, name) ? words[name]! : whole;
    if (!Object.hasOwn(resourceSites, name)) return whole;
    const url = urlOf(name as ResourceName, origins);
    if (kind === "userurl") return url.replace("://", "://user:pw@");
    return kind === "url" ? url : new URL(url).pathname;
  };
  return headers.map(([name, value]): Header => {
    const filled = value.replaceAll(/\{\{(?:(url|userurl|path):)?(\w+)\}\}/g, fill);
    // White space around a value belongs to the line, not to the value.
    return [name, filled.replace(/^[\t ]+|[\t ]+$/g, "")];
  });
}
