import type { EngineName, NetworkRequest, SyncTransport } from "@concors/browser/engine";
import { createClient, createPageRequest, createUserAgent, simulateFetch } from "@concors/browser/engine";
import { createCors } from "concors";
import { drawDay } from "./day.ts";
import type { Visitor } from "./day.ts";

/** What the server answers, and to how many URLs. */
export interface Setting {
  /** The whole policy every time, or what this preflight asks for and no more. */
  readonly answers: "constant" | "echo";
  readonly urls: "one" | "many";
  /** In seconds; null if the server says nothing. */
  readonly maxAge: number | null;
}

/** Preflights for each 1,000 requests. */
export interface Outcome extends Setting {
  readonly all: number;
  readonly byEngine: Readonly<Record<string, number>>;
}

export interface Results {
  readonly seed: number;
  readonly visitors: number;
  readonly requests: number;
  readonly outcomes: readonly Outcome[];
}

export const maxAges: readonly (number | null)[] = [null, 5, 600, 7200, 86_400];

const origin = "https://app.example.com";
const client = createClient(new URL(`${origin}/`));

/** Plays one day of the same visitors against each setting. */
export function playDay(seed: number, visitors: number): Results {
  const day = drawDay(seed, visitors);
  const settings = (["constant", "echo"] as const).flatMap((answers) =>
    (["one", "many"] as const).flatMap((urls) => maxAges.map((maxAge): Setting => ({ answers, urls, maxAge }))),
  );
  const requests = day.reduce((sum, visitor) => sum + visitor.requests.length, 0);
  return { seed, visitors, requests, outcomes: settings.map((setting) => play(day, setting)) };
}

interface Count {
  preflights: number;
  requests: number;
}

function play(day: readonly Visitor[], setting: Setting): Outcome {
  const transport = transportFor(setting);
  const counts = new Map<EngineName, Count>();
  for (const visitor of day) {
    const count = counts.get(visitor.engine) ?? { preflights: 0, requests: 0 };
    counts.set(visitor.engine, count);
    let now = 0;
    const agent = createUserAgent({ engine: visitor.engine, now: () => now });
    for (const { time, method, item } of visitor.requests) {
      now = time;
      const url = new URL(setting.urls === "one" ? "https://api.example.com/" : `https://api.example.com/${item}`);
      const headers: [string, string][] = [["Authorization", "Bearer token"]];
      if (method !== "GET") headers.push(["Content-Type", "application/json"]);
      const { result, exchanges } = simulateFetch(
        agent,
        createPageRequest(client, url, { method, headers }),
        transport,
      );
      if (!result.ok) throw new Error(`${visitor.engine}: ${method} ${url.href} was blocked`);
      count.requests += 1;
      count.preflights += exchanges.length - 1;
    }
  }
  const byEngine = Object.fromEntries([...counts].map(([engine, count]) => [engine, perThousand([count])]));
  return { ...setting, all: perThousand([...counts.values()]), byEngine };
}

function perThousand(counts: readonly Count[]): number {
  const sum = (of: keyof Count): number => counts.reduce((total, count) => total + count[of], 0);
  return Math.round((1000 * sum("preflights")) / sum("requests"));
}

/** A server that answers as the policy decides; or, to a preflight, with what it asks for. */
function transportFor({ answers, maxAge }: Setting): SyncTransport {
  const cors = createCors({
    origins: [origin],
    methods: ["PUT", "PATCH", "DELETE"],
    requestHeaders: ["Authorization", "Content-Type"],
    ...(maxAge === null ? {} : { maxAge }),
  });
  return (request) => {
    const { kind, headers } = cors.decide({ method: request.method, headers: request.headerList });
    if (kind !== "preflight") return { status: 200, headerList: headers };
    return { status: 204, headerList: answers === "constant" ? headers : echoed(headers, request) };
  };
}

const echoes: ReadonlyMap<string, string> = new Map([
  ["Access-Control-Allow-Methods", "access-control-request-method"],
  ["Access-Control-Allow-Headers", "access-control-request-headers"],
]);

function echoed(headers: NetworkRequest["headerList"], { headerList }: NetworkRequest): NetworkRequest["headerList"] {
  return headers.map(([name, value]) => {
    const asked = headerList.find(([requested]) => requested.toLowerCase() === echoes.get(name));
    return [name, asked?.[1] ?? value] as const;
  });
}
