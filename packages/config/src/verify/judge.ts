import { createClient, createPageRequest, createUserAgent, mainFetch } from "@concors/browser/engine";
import type { FinishedFetch, NetworkRequest, NetworkResponse } from "@concors/browser/engine";
import type { Decision } from "concors";
import { corsCheck } from "concors/protocol";
import type { CredentialsMode, HeaderList } from "concors/protocol";
import { corsResponseHeaders } from "../plan/create-plan.ts";
import type { SiteCors } from "../site-cors.ts";
import type { Case } from "./case.ts";
import type { Connection, RawResponse } from "./exchange.ts";
import { hygieneOf } from "./hygiene.ts";

/** Where the pages think that the server is. */
export const serverOrigin = "https://api.example.net";

/** A case that did not go as the policy says. */
export interface Miss {
  readonly case: Case;
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];
}

const modes = ["omit", "include"] as const;

/**
 * Plays a case against a real server, and says what is wrong: an outcome that is not the policy's, with credentials
 * omitted or included, as the browser of `@concors/browser` sees it; or an answer that is not as it should be.
 */
export async function judge(played: Case, connection: Connection, cors: SiteCors): Promise<readonly string[]> {
  return played.raw === true || played.origin === null
    ? judgeRaw(played, connection, cors)
    : judgePage(played, played.origin, connection, cors);
}

/** What no page does: the answer alone is looked at. */
async function judgeRaw(played: Case, connection: Connection, cors: SiteCors): Promise<readonly string[]> {
  const { method, path, origin, headers } = played;
  const headerList = [...(origin === null ? [] : [["Origin", origin] as const]), ...headers];
  const response = await connection.send({ method, path, headerList, body: bodyOf(method, played) });
  const decision = cors.decide({ method, url: path, headers: headerList });
  const problems = [...hygieneOf(response, decision, played)];
  if (origin !== null)
    for (const mode of modes) {
      const mayRead = corsCheck(origin, mode, response.headerList).ok;
      if (mayRead !== corsCheck(origin, mode, decision.headers).ok)
        problems.push(`with credentials ${mode}, ${mayRead ? "may be read" : "may not be read"}, against the policy`);
    }
  return problems;
}

interface Exchanged {
  readonly response: RawResponse;
  readonly decision: Decision;
}

async function judgePage(
  played: Case,
  origin: string,
  connection: Connection,
  cors: SiteCors,
): Promise<readonly string[]> {
  // The same request is sent once, whatever the credentials: no cookie comes along.
  const sent = new Map<string, Promise<Exchanged>>();
  const exchange = (request: NetworkRequest): Promise<Exchanged> => {
    const { method, url, headerList } = request;
    const key = `${request.kind} ${method} ${url.href}`;
    const path = `${url.pathname}${url.search}`;
    const found =
      sent.get(key) ??
      connection
        .send({ method, path, headerList: headerList.filter(isSent), body: bodyOf(method, played) })
        .then((response) => ({
          response,
          decision: cors.decide({ method, url: path, headers: headerList }),
        }));
    sent.set(key, found);
    return found;
  };
  const problems: string[] = [];
  for (const mode of modes) {
    const real = await run(played, origin, mode, async (request) => (await exchange(request)).response);
    const wanted = await run(played, origin, mode, async (request) => asDecided(await exchange(request)));
    const difference = differenceOf(real, wanted);
    if (difference !== null) problems.push(`with credentials ${mode}, ${difference}`);
  }
  for (const { response, decision } of await Promise.all(sent.values()))
    problems.push(...hygieneOf(response, decision, played));
  return [...new Set(problems)];
}

/** What a connection of ours says itself. */
function isSent([name]: HeaderList[number]): boolean {
  return !/^(?:host|connection|content-length|accept-encoding)$/i.test(name);
}

function bodyOf(method: string, { body = "{}" }: Case): string | undefined {
  return method === "POST" || method === "PUT" || method === "PATCH" ? body : undefined;
}

async function run(
  { path, method, headers }: Case,
  origin: string,
  credentials: CredentialsMode,
  answer: (request: NetworkRequest) => Promise<NetworkResponse>,
): Promise<FinishedFetch> {
  const sandboxed = origin === "null";
  const client = createClient(new URL(sandboxed ? "https://sandboxed.test/" : `${origin}/`), { sandboxed });
  const request = createPageRequest(client, new URL(path, serverOrigin), { method, headers, credentials });
  const steps = mainFetch(createUserAgent(), request);
  let step = steps.next();
  while (step.done !== true) step = steps.next(await answer(step.value));
  return step.value;
}

const corsNames = new Set(corsResponseHeaders.map((name) => name.toLowerCase()));

/** The same answer, with the CORS headers that the policy says. */
function asDecided({ response, decision }: Exchanged): NetworkResponse {
  const others = response.headerList.filter(([name]) => !corsNames.has(name.toLowerCase()));
  const status = decision.kind === "preflight" ? decision.status : response.status;
  return { status, headerList: [...others, ...decision.headers] };
}

/** What a page could tell apart; null if nothing. */
function differenceOf({ result: real }: FinishedFetch, { result: wanted }: FinishedFetch): string | null {
  if (real.ok !== wanted.ok) {
    const failure = real.ok ? wanted : real;
    const why = failure.ok ? "" : ` (${failure.failure.code})`;
    return real.ok ? `the page may read, against the policy${why}` : `the page may not read, against the policy${why}`;
  }
  if (!real.ok || !wanted.ok) return null;
  if (real.status !== wanted.status) return `the page sees status ${real.status} instead of ${wanted.status}`;
  const names = (list: HeaderList): string => [...new Set(list.map(([name]) => name.toLowerCase()))].sort().join(", ");
  const [seen, meant] = [names(real.headerList), names(wanted.headerList)];
  return seen === meant ? null : `the page can read the headers ${seen} instead of ${meant}`;
}
