import { createClient, createPageRequest, createUserAgent, mainFetch } from "@concors/browser/engine";
import type {
  FetchRequest,
  FinishedFetch,
  NetworkAnswer,
  NetworkRequest,
  NetworkResponse,
} from "@concors/browser/engine";
import fc from "fast-check";
import type { SiteCors } from "../../src/index.ts";
import { headerNames, methods, origins } from "../../../concors/test/policy/generated.ts";

/** What a page does. */
export interface PageFetch {
  readonly origin: string;
  readonly method: string;
  readonly headerNames: readonly string[];
  readonly credentials: "omit" | "include";
  /** `/items` if left out. */
  readonly path?: string;
}

/** What comes of it for the page. */
export interface Seen {
  readonly isReadable: boolean;
  /** The headers that it may read and that nobody may without being told. */
  readonly exposed: readonly string[];
}

/** Pages that browsers have: of a scheme that is no web page's, the origin is opaque. */
const pageOrigins = fc.oneof(
  origins.filter((origin) => origin.startsWith("http")),
  fc.constantFrom("null", "https://app.example.com", "https://a.b.preview.example.com", "https://preview.example.com"),
  fc.constantFrom("http://app.example.com", "https://app.example.com.evil.test", "https://appxexample.com"),
);

export const pageFetches: fc.Arbitrary<Omit<PageFetch, "credentials">> = fc.record({
  origin: pageOrigins,
  method: methods,
  headerNames: fc.uniqueArray(headerNames, { maxLength: 3, selector: (name) => name.toLowerCase() }),
});

export const credentialsModes = ["omit", "include"] as const;

const ownHeaders = ["etag", "x-request-id", "x-a", "x-b", "x-c"];

/** What an application answers beside CORS: everything that could be exposed. */
export const applicationHeaders: readonly (readonly [string, string])[] = [
  ["Content-Type", "text/plain"],
  ...ownHeaders.map((name) => [name, "1"] as const),
];

function requestOf({ origin, method, headerNames: names, credentials }: PageFetch, url: URL): FetchRequest {
  const sandboxed = origin === "null";
  const client = createClient(new URL(sandboxed ? "https://sandboxed.test/" : `${origin}/`), { sandboxed });
  // Headers whose values would not need a preflight do not count.
  const headers = names.map((name) => [name, name === "Content-Type" ? "application/json" : "1"] as const);
  return createPageRequest(client, url, { method, credentials, headers });
}

/** A page's fetch, in the browser that is the standard, against something that answers at once. */
export function seen(page: PageFetch, answer: (request: NetworkRequest) => NetworkResponse): Seen {
  const steps = mainFetch(
    createUserAgent({ engine: "spec" }),
    requestOf(page, new URL(page.path ?? "/items", "https://api.example.net")),
  );
  let step = steps.next();
  while (step.done !== true) step = steps.next(answer(step.value));
  return seenOf(step.value.result);
}

/** The same against a server. */
export async function seenOver(
  page: PageFetch,
  url: URL,
  send: (request: NetworkRequest) => Promise<NetworkAnswer>,
): Promise<Seen> {
  const steps = mainFetch(createUserAgent({ engine: "spec" }), requestOf(page, url));
  let step = steps.next();
  while (step.done !== true) step = steps.next(await send(step.value));
  return seenOf(step.value.result);
}

function seenOf(result: FinishedFetch["result"]): Seen {
  const names = result.ok ? result.headerList.map(([name]) => name.toLowerCase()) : [];
  return { isReadable: result.ok, exposed: names.filter((name) => ownHeaders.includes(name)).sort() };
}

/** What a site decides, over an application that knows nothing of CORS. */
export function decided({ decide }: SiteCors): (request: NetworkRequest) => NetworkResponse {
  return ({ method, headerList, url }) => {
    const decision = decide({ method, headers: headerList, url: url.pathname });
    const headers = [...decision.headers, ...decision.vary.map((name) => ["Vary", name] as const)];
    if (decision.kind === "preflight") return { status: decision.status, headerList: headers };
    return { status: 200, headerList: [...applicationHeaders, ...headers] };
  };
}
