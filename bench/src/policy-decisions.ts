import { compileFunction } from "node:vm";
import { createCors } from "concors";
import type { Benchmark, Measurement } from "./measurement.ts";
import { ResponseStub, allowedBy, credentials, maxAge, methods, peers, requestHeaders } from "./policy-peers.ts";
import type { Answer } from "./policy-peers.ts";
import { drawn, manyOrigins, manyPatterns, requestsFrom } from "./policy-traffic.ts";
import type { BenchRequest, Kind } from "./policy-traffic.ts";
import { median, medianInterval } from "./rounds.ts";

const rounds = 200;

/** One way to answer a request, and how many of them are timed at once. */
interface Contender {
  readonly name: string;
  readonly answerAll: AnswerAll;
  readonly requests: () => BenchRequest[];
  /** It takes part in one of so many rounds: who looks at a million origins one by one needs no more to show it. */
  readonly oneIn: number;
  /** Nanoseconds a request, in each round that it took part in. */
  readonly times: Map<number, number>;
}

/** Requests of one kind, and who answers them: first ours. */
interface Row {
  readonly title: string;
  readonly what: string;
  readonly count: number;
  readonly isCommon: boolean;
  readonly by: readonly Contender[];
}

type AnswerAll = (requests: readonly BenchRequest[]) => Promise<void>;

/** What decides and answers, for policies of more and more origins: alone, and beside other libraries. */
export async function benchmarkDecisions(): Promise<Benchmark[]> {
  const rows: Row[] = [];
  for (const [what, list] of [
    ["origins", manyOrigins],
    ["patterns", manyPatterns],
  ] as const) {
    for (const count of [1, 10, few, 100_000, many]) rows.push(...(await rowsOf(what, list(count), list(1))));
  }
  await play(rows);
  const beside = Object.keys(peers).map((peer): Benchmark => ({
    title: `decide beside ${peer}, which answers into nowhere`,
    measurements: rows.flatMap((row) => measurementBeside(row, peer)),
  }));
  return [{ title: "decide", measurements: rows.flatMap(measurementsAlone) }, ...beside];
}

function measurementsAlone({ title, by: [ours, ...others] }: Row): Measurement[] {
  const alone: Measurement = { name: title, measured: median([...ours!.times.values()]), unit: "ns" };
  const one = others.find(({ name }) => name === ofOne);
  if (one === undefined) return [alone];
  return [alone, { name: `${title}, to one`, ...quotient(ours!, one), unit: "times as long", goal: { atMost: 2 } }];
}

function measurementBeside({ title, what, count, by: [ours, ...others], isCommon }: Row, peer: string): Measurement[] {
  const theirs = others.find(({ name }) => name === peer);
  if (theirs === undefined) return [];
  const goal = what === "origins" && isCommon ? goalBeside(peer, count) : undefined;
  return [{ name: title, ...quotient(theirs, ours!), unit: "times as fast", ...(goal && { goal }) }];
}

/** Of times in the same round: in another the machine may be slower. The divisor takes part in all of the other's. */
function quotient(dividend: Contender, divisor: Contender): Pick<Measurement, "measured" | "interval"> {
  const ratios = [...dividend.times].map(([round, time]) => time / divisor.times.get(round)!);
  return { measured: median(ratios), interval: medianInterval(ratios) };
}

function goalBeside(peer: string, count: number): Measurement["goal"] {
  if (peer !== "cors") return undefined;
  if (count === 1) return { atLeast: 5 };
  return count === few ? { atLeast: 50 } : undefined;
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
/** To go through more origins than these takes as long as a batch. */
const few = 1000;
/** Who asks a policy of so many is to be answered as soon as if there were one. */
const many = 1_000_000;
const ofOne = "concors, of one origin";
const strangers = Array.from({ length: 50 }, (_, index) => `https://stranger-${index}.example.net`);

/** Those who are busy just now, however many there are: of a pattern, as many sites as it has. */
function someOf(origins: readonly string[]): string[] {
  const count = origins[0]!.includes("*") ? 50 : Math.min(50, origins.length);
  // From all over the list, so that who goes through it one by one is halfway through on average.
  const origin = (index: number): string => origins[Math.floor(((index + 0.5) * origins.length) / count)]!;
  return Array.from({ length: count }, (_, index) => siteOf(origin(index), `app-${index}`));
}

/** An origin that a pattern is for. */
function siteOf(pattern: string, label = "a"): string {
  return pattern.replace("*", label);
}

async function rowsOf(what: string, origins: readonly string[], one: readonly string[]): Promise<Row[]> {
  const arePatterns = origins[0]!.includes("*");
  const isSlow = origins.length > (arePatterns ? 10 : few);
  // More regular expressions than these fit in no memory.
  const allowed = arePatterns && origins.length > few ? null : allowedBy(origins);
  const answers = Object.entries(allowed === null ? {} : peers).map(
    ([name, peer]) => [name, peer(allowed!, response)] as const,
  );
  for (const [name, answer] of answers) await check(name, answer, origins[0]!);
  const ours = inALoop(decidingBy(origins));
  const others = answers.map(([name, answer]) => ({ name, answerAll: inALoop(answer) }));
  const oursOfOne = origins.length === many ? inALoop(decidingBy(one)) : null;
  return cases.map(([name, kind, asking], index): Row => {
    const isCommon = index < cases.length - 1;
    const requestsOf = (askers: readonly string[], count: number) => () =>
      requestsFrom(
        drawn(askers, count).map((asker) => siteOf(asker)),
        kind,
      );
    const askers = asking(origins);
    const [quick, slow] = [
      { requests: requestsOf(askers, batch), oneIn: 1 },
      { requests: requestsOf(askers, 1), oneIn: 10 },
    ];
    const by: Contender[] = [
      { name: "concors", answerAll: ours, ...quick, times: new Map() },
      ...others.map((other): Contender => ({ ...other, ...(isSlow ? slow : quick), times: new Map() })),
    ];
    if (oursOfOne !== null && isCommon) {
      by.push({
        name: ofOne,
        answerAll: oursOfOne,
        requests: requestsOf(asking(one), batch),
        oneIn: 1,
        times: new Map(),
      });
    }
    return {
      title: `${origins.length.toLocaleString("en")} ${what}, ${name}`,
      what,
      count: origins.length,
      isCommon,
      by,
    };
  });
}

const response = new ResponseStub();

function decidingBy(origins: readonly string[]): Answer {
  const { decide } = createCors({
    origins: origins as `https://${string}`[],
    credentials,
    methods: methods as string[],
    requestHeaders: requestHeaders as string[],
    maxAge,
  });
  return (request) => {
    if (decide(request).headers.length === 0) response.written++;
  };
}

/** A library that says the same to everybody would be timed for nothing. */
async function check(name: string, answer: Answer, pattern: string): Promise<void> {
  const written: number[] = [];
  for (const origin of [siteOf(pattern), strangers[0]!]) {
    const before = response.written;
    for (const kind of ["actual", "preflight"] as const) await answer(requestsFrom([origin], kind)[0]!);
    written.push(response.written - before);
  }
  if (written[0]! <= written[1]!) throw new Error(`${name} does not tell ${pattern} from a stranger.`);
}

/** Has code of its own, which the compiler makes for it alone, as in a server: one that all go through fits none. */
function inALoop(answer: Answer): AnswerAll {
  const loop = compileFunction(
    `return async (requests) => {
      for (let at = 0; at < requests.length; at++) {
        const answered = answer(requests[at]);
        if (answered !== undefined) await answered;
      }
    };`,
    ["answer"],
  ) as (answer: Answer) => AnswerAll;
  return loop(answer);
}

/**
 * Each round is of one row, in which each contender has requests of its own. A row comes in a few turns, so that a slow
 * minute of the machine is nobody's alone, and not in all of them: a server does not go from one policy to the next.
 */
async function play(rows: readonly Row[]): Promise<void> {
  const turns = 5;
  // The first turn is for the compiler.
  for (let turn = -1; turn < turns; turn++) {
    for (const { by } of rows) {
      for (let round = 0; round < rounds / turns; round++) await playRound(by, round, turn * rounds + round);
    }
  }
}

async function playRound(by: readonly Contender[], round: number, id: number): Promise<void> {
  for (let turn = 0; turn < by.length; turn++) {
    const { answerAll, requests, oneIn, times } = by[(round + turn) % by.length]!;
    if (round % oneIn !== 0) continue;
    // A server has one of them: what the others left in the processor's caches is made up for first.
    await answerAll(requests());
    const fresh = requests();
    const start = performance.now();
    await answerAll(fresh);
    if (id >= 0) times.set(id, ((performance.now() - start) * 1e6) / fresh.length);
  }
}
