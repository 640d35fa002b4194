import { Request } from "./request.ts";
import type { RequestInit } from "./request-init.ts";

/** What stands in the way of a fetch: Node's own Request, or another library's. */
interface ForeignRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: unknown;
  readonly signal?: AbortSignal;
  readonly credentials?: RequestInit["credentials"];
  readonly cache?: RequestInit["cache"];
  readonly redirect?: RequestInit["redirect"];
  readonly mode?: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What can be fetched: an address, this page's Request, or one of another kind. */
export type RequestInput = string | URL | Request | ForeignRequest;

/** Whether a Request is not one of ours; a page has but one kind, Node programs have several. */
export function isForeignRequest(input: RequestInput): input is ForeignRequest {
  return typeof input === "object" && !(input instanceof Request) && !(input instanceof URL) && "arrayBuffer" in input;
}

/** The same request in arguments that the page's own takes. Its body is read to its end, so that it can be sent again. */
export async function foreignArguments(
  input: ForeignRequest,
  init: RequestInit,
): Promise<readonly [string, RequestInit]> {
  const body = input.body === null || input.body === undefined ? null : await input.arrayBuffer();
  const { url, method, headers, signal, credentials, cache, redirect, mode } = input;
  const own: RequestInit = {
    method,
    headers,
    ...(body === null ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(cache === undefined ? {} : { cache }),
    ...(redirect === undefined ? {} : { redirect }),
    ...(mode === "no-cors" || mode === "same-origin" ? { mode } : {}),
  };
  return [url, { ...own, ...init }];
}
