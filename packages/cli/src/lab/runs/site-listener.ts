import type { IncomingMessage, RequestListener } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { Header } from "concors/protocol";
import { ProblemError, sendProblem } from "../problem.ts";
import { readBody } from "../read-json.ts";
import type { RunAnswer, RunResource, Scheme, SiteName } from "../wire.ts";
import { answerBytes } from "./answer-bytes.ts";
import { fillHeaders } from "./fill.ts";
import type { PlayedRun, RunStore } from "./run-store.ts";

const mostBody = 1_000_000;

/** How much of a body is shown, in bytes. */
const shownBody = 4096;

/** Which site answers. */
export interface SiteAddress {
  readonly site: SiteName;
  readonly scheme: Scheme;
  readonly origin: string;
}

/** A site of the Lab: it answers for each run what that run says, and writes down what arrives. */
export function siteListener(address: SiteAddress, runs: RunStore): RequestListener {
  return (request, response) => {
    const [, id = "", path = ""] = /^\/runs\/([\w-]+)\/([^?]*)/.exec(request.url ?? "") ?? [];
    const played = runs.find(id);
    if (played === undefined) return sendProblem(response, new ProblemError(404, "There is no such run any more."));
    // A request that breaks off in the middle has nobody left to answer.
    return void answer(address, played, path, request).catch((error: unknown) => {
      if (error instanceof ProblemError) sendProblem(response, error);
      else request.socket.destroy();
    });
  };
}

async function answer(address: SiteAddress, played: PlayedRun, path: string, request: IncomingMessage): Promise<void> {
  const at = played.elapsed();
  const body = await readBody(request, mostBody);
  const resource = resourceAt(address, played, path);
  const { isPreflight, number } = recordRequest(address, played, resource === null ? null : path, request, body, at);
  const chosen: RunAnswer = (isPreflight ? resource?.preflight : null) ?? resource?.actual ?? nothingThere;
  const headers = fillHeaders(chosen.headers, played.places, request.headers);
  // NB: Whoever stops the Lab does not wait for it.
  if (chosen.delay !== undefined) await setTimeout(chosen.delay, undefined, { ref: false });
  // Before the browser can know: whoever asks for what has arrived once a fetch is over gets all of it.
  played.record({
    kind: "answer",
    number,
    status: chosen.status,
    headers,
    body: chosen.body ?? "",
    at: played.elapsed(),
  });
  request.socket.end(answerBytes(chosen, headers, request.method === "HEAD"));
}

const nothingThere: RunAnswer = { status: 404, headers: [] };

/** A path leads to its own site alone. */
function resourceAt({ scheme, site }: SiteAddress, { resources }: PlayedRun, path: string): RunResource | null {
  const resource = resources.get(path);
  return resource?.site === site && resource.scheme === scheme ? resource : null;
}

function recordRequest(
  { origin, scheme, site }: SiteAddress,
  { arrivals, record }: PlayedRun,
  resource: string | null,
  { headers, method = "", rawHeaders, url = "" }: IncomingMessage,
  body: Buffer,
  at: number,
): { readonly isPreflight: boolean; readonly number: number } {
  // A page cannot set that header, so OPTIONS without it is a request that the page sent itself.
  const isPreflight = method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
  const number = arrivals.filter(({ kind }) => kind === "request").length + 1;
  const isRecorded = record({
    kind: "request",
    number,
    site,
    scheme,
    resource,
    isPreflight,
    method,
    url: `${origin}${url}`,
    headers: pairsOf(rawHeaders),
    bodyLength: body.length,
    body: body.toString("utf8", 0, shownBody),
    at,
  });
  if (!isRecorded) throw new ProblemError(429, "So much has arrived in this run that no more is taken: start another.");
  return { isPreflight, number };
}

function pairsOf(rawHeaders: readonly string[]): Header[] {
  return rawHeaders.flatMap((name, index): Header[] => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""]] : []));
}
