import { createCors } from "concors";
import type { Decision } from "concors";
import { cors as corsAround } from "concors/fetch";
import type { Admission } from "../callers/caller.ts";
import { exposedPolicy } from "../callers/exposed-policy.ts";
import type { Hop } from "../forward/next-hop.ts";
import { namesAlone } from "../guard/name-guard.ts";
import type { UrlRefusal } from "../guard/name-guard.ts";
import { requestHeaders } from "../headers/request-headers.ts";
import { locationHeaders, responseHeaders } from "../headers/response-headers.ts";
import type { ProblemCode } from "../problem.ts";
import { parseTarget } from "../target/parse-target.ts";
import type { ParsedTarget } from "../target/parse-target.ts";
import { checkFetchOptions } from "./check-fetch-options.ts";
import type { CheckedFetchOptions, FetchLimits, FetchProxyOptions } from "./fetch-options.ts";
import { fetchTarget } from "./fetch-target.ts";
import type { Fetched, SentBody } from "./fetch-target.ts";
import { limitedBody } from "./limited-body.ts";
import { problemResponse } from "./problem-response.ts";

/** NB: The same everywhere: the next isolate of a Worker, to which a loop may lead, has another memory. */
const pseudonym = "concors-fetch-proxy";

/**
 * A proxy that gives pages an API which sends no CORS headers, as a handler of Workers, Deno, Bun, and whatever else has
 * `Request` and `fetch`. It parses targets, asks the policy, cleans headers and follows redirects as `createProxy` does.
 *
 * NB: It sees names, and no addresses: `fetch` connects to whatever a name stands for at that moment. On Cloudflare the
 * platform keeps Workers from private networks; in Deno and Bun nothing does but `targets.hosts`, and a firewall.
 *
 * @example
 * export default {
 *   fetch: createFetchProxy({
 *     callers: { origins: ["https://app.example.com"] },
 *     targets: { hosts: ["api.example.org"] },
 *   }),
 * };
 * @throws ProxyOptionsError with everything that is wrong with the options
 */
export function createFetchProxy(options: FetchProxyOptions): (request: Request) => Promise<Response> {
  const checked = checkFetchOptions(options);
  const { callers, limits, limit } = checked;
  const refusal = namesAlone(checked.targets);
  const cors = createCors(exposedPolicy(callers, limits.redirects));
  let underWay = 0;

  return corsAround(cors)(async (request: Request) => {
    const decision = cors.isAsync ? await cors.decideAsync(request) : cors.decide(request);
    const parsed = parseTarget(requestTargetOf(request.url));
    const refused = refusalOf(request, decision, parsed, checked, refusal);
    if (refused !== null || !parsed.ok) return problemResponse(refused ?? "target-malformed");
    if (underWay >= limits.inFlight) return problemResponse("overloaded", { "retry-after": "1" });
    let isUnderWay = true;
    underWay += 1;
    const end = (): void => {
      if (isUnderWay) underWay -= 1;
      isUnderWay = false;
    };
    try {
      const admission = await admissionOf(limit, request);
      if (!admission.admitted)
        return ended(
          end,
          problemResponse("rate-limited", { ...admission.headers, "retry-after": String(admission.retryAfter) }),
        );
      const hop = { target: parsed.target, method: request.method, hasBody: request.body !== null };
      const headers = requestHeaders([...request.headers].flat(), { ...checked, pseudonym });
      return await pass({ ...hop, headers }, request, checked, refusal, admission.headers ?? {}, end);
    } catch {
      return ended(end, problemResponse("overloaded", { "retry-after": "1" }));
    }
  });
}

function ended(end: () => void, response: Response): Response {
  end();
  return response;
}

async function admissionOf(limit: CheckedFetchOptions["limit"], request: Request): Promise<Admission> {
  return limit === undefined ? { admitted: true } : limit(request);
}

/** Path and query as they stand in a URL, which a platform has made of the request line. */
function requestTargetOf(url: string): string {
  const [withoutFragment = ""] = url.split("#", 1);
  return withoutFragment.slice(withoutFragment.indexOf("/", withoutFragment.indexOf("//") + 2));
}

function refusalOf(
  { method, headers }: Request,
  decision: Decision,
  parsed: ParsedTarget,
  { callers, limits }: CheckedFetchOptions,
  refusal: UrlRefusal,
): ProblemCode | null {
  if (method === "CONNECT" || method === "TRACE" || method === "TRACK") return "method-refused";
  if ([...headers].length > limits.headerCount) return "request-headers-too-many";
  if (!decision.allowed) return "origin-refused";
  if (decision.kind === "not-cors" && callers.origins !== "*") return "origin-missing";
  if (headers.get("via")?.includes(pseudonym) === true) return "loop";
  if (headers.get("upgrade")?.toLowerCase() === "websocket") return "upgrade-refused";
  if (headers.has("service-worker")) return "worker-refused";
  if (Number(headers.get("content-length") ?? 0) > (limits.requestBytes ?? Number.POSITIVE_INFINITY))
    return "request-body-too-large";
  return parsed.ok ? refusal(parsed.target) : parsed.code;
}

/** Fetches a target for a client. @param end to be called once all of it is over */
async function pass(
  hop: Hop,
  request: Request,
  { limits }: CheckedFetchOptions,
  refusal: UrlRefusal,
  more: Readonly<Record<string, string>>,
  end: () => void,
): Promise<Response> {
  const aborting = new AbortController();
  let why: ProblemCode | null = null;
  const fail = (code: ProblemCode): void => {
    why ??= code;
    aborting.abort(new Error(code));
  };
  const leave = (): void => aborting.abort(new Error("The client left"));
  request.signal.addEventListener("abort", leave, { once: true });
  const total = limits.totalTimeout === null ? undefined : setTimeout(() => fail("answer-late"), limits.totalTimeout);
  const head = setTimeout(() => fail("answer-late"), limits.headersTimeout);
  const over = (): void => {
    clearTimeout(head);
    clearTimeout(total);
    request.signal.removeEventListener("abort", leave);
    end();
  };
  try {
    const body = await bodyOf(request, limits, fail);
    const fetched = await fetchTarget(hop, body, refusal, limits, aborting.signal);
    clearTimeout(head);
    if (fetched.ok) return answer(hop, fetched, limits, more, () => aborting.abort(), over);
    over();
    return problemResponse(fetched.code, more);
  } catch {
    over();
    // What a platform says of a connection is nobody's business, and no two say the same.
    return problemResponse(why ?? "target-unreachable", more);
  }
}

/** So much of a body is kept, so that it can be sent where a redirect leads. */
const replayable = 65_536;

/** The body of a request: whole if it is short, else as it comes. */
async function bodyOf(request: Request, limits: FetchLimits, fail: (code: ProblemCode) => void): Promise<SentBody> {
  if (request.body === null) return null;
  const body = limitedBody(request.body, { bytes: limits.requestBytes, idle: limits.idleTimeout }, (why) => {
    if (why === "too-large") fail("request-body-too-large");
    else if (why === "idle") fail("request-body-idle");
  });
  const length = request.headers.get("content-length");
  const isShort = length !== null && Number(length) <= replayable;
  return isShort ? new Uint8Array(await new Response(body).arrayBuffer()) : body;
}

/** Encodings that a platform asks for, and has decoded by now; some leave the header in place. */
const decoded = /^(?:gzip|x-gzip|deflate|br|zstd)$/i;

function answer(
  { target, method }: Hop,
  { response, headers: raw, final, redirects }: Fetched & { readonly ok: true },
  limits: FetchLimits,
  more: Readonly<Record<string, string>>,
  abort: () => void,
  over: () => void,
): Response {
  const { status, body } = response;
  const headers = new Headers();
  const lines = locationHeaders(target.href, final, redirects, responseHeaders(status, raw, pseudonym));
  for (let index = 0; index < lines.length; index += 2) {
    const [name, value] = [lines[index]!, lines[index + 1]!];
    // The platform writes a length of its own, as it decodes and encodes.
    if (name === "content-length" && method !== "HEAD") continue;
    if (name === "content-encoding" && method !== "HEAD" && decoded.test(value)) continue;
    headers.append(name, value);
  }
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  const isEmpty = method === "HEAD" || status === 204 || status === 205 || status === 304;
  if (isEmpty || body === null) {
    body?.cancel().catch(() => {});
    over();
    return new Response(null, { status, headers });
  }
  const isEventStream = /^text\/event-stream(?:$|[\s;])/i.test(headers.get("content-type") ?? "");
  const idle = isEventStream ? null : limits.idleTimeout;
  const passed = limitedBody(body, { bytes: limits.responseBytes, idle }, (why) => {
    if (why !== null) abort();
    over();
  });
  return new Response(passed, { status, headers });
}
