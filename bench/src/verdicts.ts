import type { EngineName, NetworkResponse, PageRequestInit, SyncTransport, UserAgent } from "@concors/browser/engine";
import { createClient, createPageRequest, createUserAgent, simulateFetch } from "@concors/browser/engine";
import type { Benchmark, Measurement } from "./measurement.ts";
import { interleave, median } from "./rounds.ts";

const engines: readonly EngineName[] = ["spec", "chromium", "firefox", "webkit"];
const client = createClient(new URL("https://app.example.com/dashboard"));

/** What a page asks for, what the server answers, and how many exchanges that makes. */
interface Case {
  readonly name: string;
  readonly init: PageRequestInit;
  readonly exchanges: number;
  readonly goal: number;
}

const cases: readonly Case[] = [
  { name: "a simple request", init: {}, exchanges: 1, goal: 200_000 },
  {
    name: "with a preflight",
    init: {
      method: "PUT",
      headers: [
        ["Content-Type", "application/json"],
        ["X-Request-Id", "7f3a"],
      ],
      credentials: "include",
    },
    exchanges: 2,
    goal: 60_000,
  },
];

const response: NetworkResponse = {
  status: 200,
  statusText: "OK",
  headerList: [
    ["Date", "Thu, 01 Jan 2026 00:00:00 GMT"],
    ["Content-Type", "application/json"],
    ["Content-Length", "42"],
    ["Access-Control-Allow-Origin", "https://app.example.com"],
    ["Access-Control-Allow-Credentials", "true"],
    ["Access-Control-Expose-Headers", "X-Request-Id"],
    ["X-Request-Id", "7f3a"],
    ["Vary", "Origin"],
  ],
};

const preflightResponse: NetworkResponse = {
  status: 204,
  statusText: "No Content",
  headerList: [
    ["Date", "Thu, 01 Jan 2026 00:00:00 GMT"],
    ["Access-Control-Allow-Origin", "https://app.example.com"],
    ["Access-Control-Allow-Credentials", "true"],
    ["Access-Control-Allow-Methods", "GET, PUT, PATCH, DELETE"],
    ["Access-Control-Allow-Headers", "Content-Type, X-Request-Id"],
    ["Access-Control-Max-Age", "600"],
    ["Vary", "Origin"],
  ],
};

const transport: SyncTransport = ({ method }) => (method === "OPTIONS" ? preflightResponse : response);

/** A day passes between two verdicts, so that each one costs a preflight, and its result is stored. */
const day = 86_400_000;
let now = 0;

/** Verdicts a second of the engine in memory, the URL parsed and the request made anew each time. */
export async function benchmarkVerdicts(): Promise<Benchmark> {
  const rows = cases.flatMap((row) =>
    engines.map((engine) => ({ ...row, engine, agent: createUserAgent({ engine, now: () => now }) })),
  );
  for (const { engine, name, init, agent, exchanges } of rows) {
    const finished = fetchOnce(agent, init);
    if (!finished.result.ok || fetchOnce(agent, init).exchanges.length !== exchanges) {
      throw new Error(`${engine}, ${name}: expected to be allowed after ${exchanges} exchanges each time`);
    }
  }
  const contenders = rows.map(({ engine, name, init, agent }) => ({
    name: `${engine}, ${name}`,
    run: () => void fetchOnce(agent, init),
  }));
  const timings = await interleave(contenders, { rounds: 15, times: 10_000 });
  const measurements = rows.map(({ engine, name, goal }, index): Measurement => ({
    name: `${engine}, ${name}`,
    measured: 1000 / median(timings[index]!),
    unit: "verdicts a second",
    goal: { atLeast: goal },
  }));
  return { title: "The engine in memory", measurements };
}

function fetchOnce(agent: UserAgent, init: PageRequestInit): ReturnType<typeof simulateFetch> {
  now += day;
  const url = new URL("https://api.example.com/items/42?expand=owner");
  return simulateFetch(agent, createPageRequest(client, url, init), transport);
}
