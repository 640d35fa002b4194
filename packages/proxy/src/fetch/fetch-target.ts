import { methodAfter, nextHop } from "../forward/next-hop.ts";
import type { Hop } from "../forward/next-hop.ts";
import type { UrlRefusal } from "../guard/name-guard.ts";
import { redirectOf } from "../headers/response-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import type { ProblemCode } from "../problem.ts";
import type { FetchLimits } from "./fetch-options.ts";

/** What a target answered, and the way there. */
export type Fetched =
  | {
      readonly ok: true;
      readonly response: Response;
      readonly headers: RawHeaders;
      readonly final: string;
      readonly redirects: readonly string[];
    }
  | { readonly ok: false; readonly code: ProblemCode };

export type SentBody = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;

/** Fetches a target, and follows its redirects, each of which is judged. @param signal whose reason is a problem's code */
export async function fetchTarget(
  first: Hop,
  body: SentBody,
  refusal: UrlRefusal,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Fetched> {
  const redirects: string[] = [];
  let hop = first;
  for (;;) {
    const response = await send(hop, hop.hasBody ? body : null, signal);
    const headers = [...response.headers].flat();
    if (headers.length > 2 * limits.headerCount) return failed("answer-headers-too-many", response);
    const { status } = response;
    const location = redirectOf(status, headers);
    if (location === undefined) return { ok: true, response, headers, final: hop.target.href, redirects };
    if (redirects.length >= limits.redirects) return failed("redirects-too-many", response);
    const next = nextHop(hop, location, { refusal }, { status, method: methodAfter(hop, status) });
    if (!next.ok) return failed(next.code, response);
    if (next.hop.hasBody && !(body instanceof Uint8Array)) return failed("redirect-needs-body", response);
    leave(response);
    redirects.push(next.redirect);
    hop = next.hop;
  }
}

function send({ target, method, headers }: Hop, body: SentBody, signal: AbortSignal): Promise<Response> {
  const lines = new Headers();
  for (let index = 0; index < headers.length; index += 2) lines.append(headers[index]!, headers[index + 1]!);
  // Who decodes a body here is the platform: it asks for what it can, and does not if somebody else has asked.
  lines.delete("Accept-Encoding");
  return fetch(target.href, {
    method,
    headers: lines,
    redirect: "manual",
    signal,
    ...(body !== null && { body, duplex: "half" }),
  });
}

function failed(code: ProblemCode, response: Response): Fetched {
  leave(response);
  return { ok: false, code };
}

function leave({ body }: Response): void {
  body?.cancel().catch(() => {});
}
