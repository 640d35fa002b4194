import { createCors } from "concors";
import type { Cors } from "concors";
import npmCors from "cors";
import type { Benchmark, Measurement } from "./measurement.ts";
import { drawn, manyOrigins, manyPatterns, requestsFrom } from "./policy-traffic.ts";
import type { BenchRequest, Kind } from "./policy-traffic.ts";
import { median } from "./rounds.ts";

const methods = ["PUT", "PATCH", "DELETE"];
const requestHeaders = ["Authorization", "Content-Type"];
const rounds = 200;

/** One way to answer a request, and how many of them are timed at once. */
interface Answering {
  readonly answer: (request: BenchRequest, response: ResponseStub) => void;
  readonly requests: () => BenchRequest[];
}

/** What decides and answers, for policies of more and more origins: alone, and beside the npm package cors. */
export function benchmarkDecisions(): Benchmark[] {
  const alone: Measurement[] = [];
  const beside: Measurement[] = [];
  for (const [what, list] of [
    ["origins", manyOrigins],
    ["patterns", manyPatterns],
  ] as const) {
    let ofOne: readonly number[] = [];
    for (const count of [1, 10, 1000, 100_000, 1_000_000]) {
      const origins = list(count);
      const measured = measure(origins, count <= 1000);
      const times = measured.map(({ ours }) => median(ours));
      if (count === 1) ofOne = times;
      for (const [index, { name, ours, theirs }] of measured.entries()) {
        const row = `${count.toLocaleString("en")} ${what}, ${name}`;
        alone.push({ name: row, measured: times[index]!, unit: "ns" });
        if (count === 1_000_000 && index < cases.length - 1) {
          const ratio = times[index]! / ofOne[index]!;
          alone.push({ name: `${row}, to one`, measured: ratio, unit: "times as long", goal: { atMost: 2 } });
        }
        if (theirs === null) continue;
        const measuredRatio = median(theirs) / median(ours);
        const goal = what === "origins" && index < cases.length - 1 ? goalBesideCors(count) : undefined;
        beside.push({ name: row, measured: measuredRatio, unit: "times as fast", ...(goal && { goal }) });
      }
    }
  }
  return [
    { title: "decide", measurements: alone },
    {
      title: "decide beside the npm package cors, whose middleware answers a response that ignores it",
      measurements: beside,
    },
  ];
}

function goalBesideCors(count: number): Measurement["goal"] {
  if (count === 1) return { atLeast: 5 };
  return count === 1000 ? { atLeast: 50 } : undefined;
}

/** Who asks. The last is the worst case for a processor's caches, and nobody's traffic. */
const cases: readonly (readonly [
  name: string,
  kind: Kind,
  askers: (origins: readonly string[]) => readonly string[],
])[] = [
  ["actual", "actual", someOf],
  ["preflight", "preflight", someOf],
  ["actual, denied", "actual", () => strangers],
  ["preflight, denied", "preflight", () => strangers],
  ["actual, from all of them alike", "actual", (origins) => origins],
];

/** How many requests are made, and then timed: few enough to be as fresh as those that a parser just made. */
const batch = 100;
const strangers = Array.from({ length: 50 }, (_, index) => `https://stranger-${index}.example.net`);

/** Those who are busy just now, however many there are. */
function someOf(origins: readonly string[]): string[] {
  return drawn(origins, Math.min(50, origins.length));
}

/** An origin that a pattern is for. */
function siteOf(pattern: string): string {
  return pattern.replace("*.", "a.");
}

function measure(
  origins: readonly string[],
  withCors: boolean,
): { readonly name: string; readonly ours: number[]; readonly theirs: number[] | null }[] {
  const policy = createCors({
    origins: origins as `https://${string}`[],
    credentials: true,
    methods,
    requestHeaders,
    maxAge: 600,
  });
  const ours = answeringWith(policy);
  const middleware = withCors ? answeringWithCors(origins) : null;
  return cases.map(([name, kind, asking]) => {
    const askers = asking(origins);
    const drawnFrom = () => requestsFrom(drawn(askers, batch).map(siteOf), kind);
    const contenders: Answering[] = [{ answer: ours, requests: drawnFrom }];
    if (middleware !== null) contenders.push({ answer: middleware, requests: drawnFrom });
    const [mine, theirs] = interleaved(contenders);
    return { name, ours: mine!, theirs: theirs ?? null };
  });
}

/** Nanoseconds a request in each round; each round with requests of its own. */
function interleaved(contenders: readonly Answering[]): number[][] {
  const response = new ResponseStub();
  const timings = contenders.map((): number[] => []);
  // The first rounds are for the compiler.
  for (let round = -100; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (Math.abs(round) + turn) % contenders.length;
      const { answer, requests } = contenders[index]!;
      // A server has one of them: what the other left in the processor's caches is made up for first.
      for (const request of requests()) answer(request, response);
      const batchOfRequests = requests();
      const start = performance.now();
      for (let at = 0; at < batchOfRequests.length; at++) answer(batchOfRequests[at]!, response);
      const time = ((performance.now() - start) * 1e6) / batchOfRequests.length;
      if (round >= 0) timings[index]!.push(time);
    }
  }
  return timings;
}

/** Takes headers as node:http does, and forgets them: what a response does with them is not what is timed. */
class ResponseStub {
  statusCode = 200;
  written = 0;
  setHeader(_name: string, _value: string): void {
    this.written++;
  }
  getHeader(): undefined {
    return undefined;
  }
  end(): void {}
}

function answeringWith({ decide }: Cors): Answering["answer"] {
  return (request, response) => {
    if (decide(request).headers.length === 0) response.written++;
  };
}

function answeringWithCors(origins: readonly string[]): Answering["answer"] {
  const allowed = origins.map((origin) =>
    origin.includes("*")
      ? new RegExp(`^${origin.replaceAll(".", String.raw`\.`).replace("*", "[a-z0-9.-]+")}$`)
      : origin,
  );
  const middleware = npmCors({
    origin: allowed,
    credentials: true,
    methods,
    allowedHeaders: requestHeaders,
    maxAge: 600,
  });
  return (request, response) => middleware(request, response, () => {});
}
