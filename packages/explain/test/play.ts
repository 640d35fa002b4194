import type { EngineName, Initiator, NetworkAnswer, SyncTransport, Trace } from "@concors/browser/engine";
import {
  createClient,
  createPageRequest,
  createTrace,
  createUserAgent,
  engineNames,
  simulateFetch,
  traceRequest,
} from "@concors/browser/engine";
import type { CredentialsMode, Header, RedirectMode, RequestMode, ResponseType } from "concors/protocol";
import { blockingDirective } from "../src/index.ts";
import type { ExplainOptions, Facts } from "../src/index.ts";
import rowsOfCauses from "./causes.json" with { type: "json" };

interface Answer {
  readonly status?: number;
  readonly headers?: readonly Header[];
  readonly remoteAddress?: string;
  readonly failed?: Extract<NetworkAnswer, { failed: string }>["failed"];
  readonly message?: string;
}

/** One request, what the servers answer, and what is to be said about it. */
export interface Row {
  readonly name: string;
  readonly page?: string;
  readonly sandboxed?: boolean;
  /** The type of what the page's service worker answers; none if left out. */
  readonly serviceWorker?: ResponseType;
  /** What is known beside the answers. */
  readonly facts?: Facts;
  readonly url?: string;
  readonly init?: {
    readonly method?: string;
    readonly headers?: readonly Header[];
    readonly credentials?: CredentialsMode;
    readonly mode?: RequestMode;
    readonly redirect?: RedirectMode;
    readonly body?: string;
    readonly stream?: boolean;
    /** How long the body is. */
    readonly bytes?: number;
    readonly initiator?: Initiator;
    readonly keepalive?: boolean;
  };
  /** By "METHOD URL"; 404 is what is not there. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly want: {
    readonly code: string | null;
    readonly engines?: readonly EngineName[];
    readonly verdict?: string;
    readonly readable?: boolean;
    readonly summary?: string;
    readonly deciding?: string;
    readonly missing?: readonly string[];
    readonly client?: string;
    readonly servers?: readonly string[];
    readonly because?: string;
    readonly note?: string;
    /** Which kind of failure it is, of those that look alike. */
    readonly lookalike?: string;
    readonly also?: readonly string[];
    /** false: no header lines would help. */
    readonly fixed?: boolean;
  };
}

export const rows: readonly Row[] = rowsOfCauses as unknown as readonly Row[];

/** What is known of a row beside its trace. */
export function optionsOf({ facts }: Row): ExplainOptions {
  return facts === undefined ? {} : { facts };
}

export function enginesOf({ want }: Row): readonly EngineName[] {
  return want.engines ?? engineNames;
}

/** Plays a row in one engine; the transport is the row's servers, or another in their place. */
export function play(row: Row, engine: EngineName, transport: SyncTransport = serversOf(row)): Trace {
  const agent = createUserAgent({ engine });
  const page = new URL(row.page ?? "https://app.example.com/");
  const { policy } = row.facts ?? {};
  const { serviceWorker: type } = row;
  const client = createClient(page, {
    sandboxed: row.sandboxed === true,
    ...(type !== undefined && { handleFetch: () => ({ type, status: 200, headerList: [] }) }),
    isBlockedByPolicy: (url, redirectCount) =>
      policy !== undefined && blockingDirective(policy, policy.directive, url, redirectCount) !== null,
  });
  const { body, bytes, stream, ...init } = row.init ?? {};
  const content =
    body === undefined && bytes === undefined && stream !== true
      ? null
      : { content: body, hasSource: stream !== true, length: bytes ?? 2, type: null };
  const request = createPageRequest(client, new URL(row.url ?? "https://api.example.com/items"), {
    ...init,
    ...(content === null ? {} : { body: content }),
  });
  const asked = traceRequest(request);
  return createTrace(agent, asked, simulateFetch(agent, request, transport));
}

function serversOf({ answers }: Row): SyncTransport {
  return ({ method, url }) => {
    const answer = answers[`${method} ${url.href}`];
    if (answer?.failed !== undefined) return { failed: answer.failed, message: answer.message ?? "" };
    const { headers = [], remoteAddress, status = 404 } = answer ?? {};
    return { status, headerList: headers, ...(remoteAddress === undefined ? {} : { remoteAddress }) };
  };
}
