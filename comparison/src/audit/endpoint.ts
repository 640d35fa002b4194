import type { AuditAnswer, AuditCode, AuditOptions, AuditSend, AuditSeverity } from "@concors/explain/audit";
import type { Header } from "concors/protocol";
import { get } from "concors/protocol";
import type { KindName } from "./scanners.ts";

/** A request, as an endpoint looks at it. */
export interface Asked {
  /** Which request it is, from 1. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Null if there is none. */
  readonly origin: string | null;
  /** The value of a header; null if there is none. */
  readonly header: (name: string) => string | null;
}

/** What an endpoint answers: 200 and a body of its own, if it says nothing else. */
export interface Said {
  /** Whether the connection is closed without an answer. */
  readonly isClosed?: boolean;
  readonly status?: number;
  readonly headers?: readonly Header[];
  readonly body?: string;
}

/** An endpoint, and the truth about it. */
export interface Endpoint {
  /** What it does, in a few words. */
  readonly name: string;
  readonly url?: string;
  readonly answer: (asked: Asked) => Said;
  /** Every finding that is right, with its severity; and no other. */
  readonly truth: Readonly<Partial<Record<AuditCode, AuditSeverity>>>;
  readonly options?: AuditOptions;
  readonly addressSpace?: "public" | "local" | "loopback";
  /** The row of the scanners' table that this is one of. */
  readonly kind?: KindName;
}

export const shop = "https://api.shop.com/v1/me";

/** Answers in memory, as an endpoint would. */
export function sendTo({ addressSpace = "public", answer }: Endpoint): AuditSend {
  const cache = new Map<string, AuditAnswer>();
  let at = 0;
  return ({ headerList, method, url }) => {
    const {
      headers = [],
      status,
      body,
      isClosed,
    } = answer({
      at: ++at,
      method,
      path: url.pathname,
      origin: get(headerList, "Origin"),
      header: (name) => get(headerList, name),
    });
    if (isClosed === true) return Promise.resolve({ failed: "network-failed", message: "The connection was closed." });
    const said: AuditAnswer = {
      status: status ?? (method === "OPTIONS" ? 204 : 200),
      headerList: headers,
      body: method === "HEAD" || method === "OPTIONS" ? null : (body ?? "{}"),
      addressSpace,
    };
    // A cache that takes nothing but the URL for its key.
    const [cached] = headers.find(([name]) => name === "X-Cache" || name === "Cache-Status") ?? [];
    const known = cache.get(url.href);
    if (cached === undefined || method !== "GET") return Promise.resolve(said);
    if (known !== undefined)
      return Promise.resolve({ ...known, headerList: [...known.headerList, [cached, "edge; hit"]] });
    cache.set(url.href, said);
    return Promise.resolve(said);
  };
}

/** CORS headers that let an origin in, as servers send them that are right otherwise. */
export function grant(origin: string | null, isAllowed: boolean, credentials = true): Header[] {
  if (origin === null || !isAllowed) return [["Vary", "Origin"]];
  return [
    ["Access-Control-Allow-Origin", origin],
    ...(credentials ? [["Access-Control-Allow-Credentials", "true"] as const] : []),
    ["Vary", "Origin"],
  ];
}

/** An endpoint that lets in, with credentials, whom a test of the origin lets in. */
export function letting(test: (origin: string) => boolean): Endpoint["answer"] {
  return ({ origin }) => ({ headers: grant(origin, origin !== null && test(origin)) });
}

/** An endpoint that does so, whose comparison is the whole of it. */
export function comparing(
  name: string,
  test: (origin: string) => boolean,
  truth: Endpoint["truth"],
  kind?: KindName,
): Endpoint {
  return { name, answer: letting(test), truth, ...(kind !== undefined && { kind }) };
}
