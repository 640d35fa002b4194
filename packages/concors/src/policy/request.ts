/**
 * A request, as far as CORS asks: a Node `IncomingMessage` (HTTP/1.1 or HTTP/2), a Fetch `Request`, or a plain object.
 *
 * @example
 * const request: CorsRequest = { method: "GET", headers: { origin: "https://app.example.com" } };
 */
export interface CorsRequest {
  readonly method?: string | undefined;
  readonly headers: RequestHeaders;
}

/** Headers as servers have them: by name, in a Fetch `Headers`, or line by line. Names are found in any case. */
export type RequestHeaders = HeaderRecord | HeaderGetter | HeaderPairs;

type HeaderRecord = { readonly [name: string]: string | readonly string[] | undefined };
type HeaderGetter = { get(name: string): string | null };
type HeaderPairs = readonly (readonly [name: string, value: string])[];

/**
 * The value of a header, its lines combined; undefined if it is not there.
 *
 * @param name in lower case
 */
export function headerOf(request: CorsRequest, name: string): string | undefined {
  const value = (request.headers as HeaderRecord | undefined)?.[name];
  return typeof value === "string" ? value : headerInAnyShape(request, name);
}

function headerInAnyShape(request: CorsRequest, name: string): string | undefined {
  const { headers } = request;
  if (typeof headers !== "object" || headers === null) return undefined;
  const value = (headers as HeaderRecord)[name];
  // Node's own names are in lower case, and there may be too many to look at each.
  if (value === undefined && (request as NodeRequest).rawHeaders !== undefined) return undefined;
  if (isPairs(headers)) return valueInPairs(headers, name);
  if (isGetter(headers)) return headers.get(name) ?? undefined;
  return value === undefined ? valueInAnyCase(headers, name) : textOf(value);
}

/** What a request of `node:http` and `node:http2` has beside. */
interface NodeRequest extends CorsRequest {
  readonly rawHeaders?: readonly string[];
}

/** Whether a request asks what another may do, in the place of that other one: a CORS-preflight request. */
export function isPreflight(request: CorsRequest): boolean {
  // Any other OPTIONS is the application's.
  return request.method === "OPTIONS" && headerOf(request, "access-control-request-method") !== undefined;
}

/** Compares without making another text of the name, as there is no need to while a request is refused. */
function isSameName(key: string, lowerName: string): boolean {
  if (key.length !== lowerName.length) return false;
  // In names of headers, this bit is what tells lower case from upper.
  for (let at = 0; at < key.length; at++) if ((key.charCodeAt(at) | 0x20) !== lowerName.charCodeAt(at)) return false;
  return true;
}

function valueInPairs(pairs: HeaderPairs, name: string): string | undefined {
  let combined: string | undefined;
  for (const [key, value] of pairs) {
    if (isSameName(key, name)) {
      combined = combined === undefined ? value : `${combined}, ${value}`;
    }
  }
  return combined;
}

function valueInAnyCase(headers: HeaderRecord, name: string): string | undefined {
  for (const key in headers) {
    if (isSameName(key, name)) return textOf(headers[key]);
  }
  return undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  // As one line says it; nothing that CORS reads means anything in two of them.
  return Array.isArray(value) && value.length > 0 ? value.join(", ") : undefined;
}

function isPairs(headers: RequestHeaders): headers is HeaderPairs {
  return Array.isArray(headers);
}

/** Whether it is a Fetch `Headers`, which cannot be asked for every name: one with a colon makes it throw. */
export function isGetter(headers: RequestHeaders): headers is HeaderGetter {
  return "get" in headers && typeof headers.get === "function";
}
