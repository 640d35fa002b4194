import { availableParallelism } from "node:os";
import type { Benchmark, Measurement } from "./measurement.ts";
import { contenders, startTarget, startWorkers } from "./proxy/contenders.ts";
import type { Contender, Running } from "./proxy/contenders.ts";
import { megabytes, secondsAtWork } from "./proxy/process-usage.ts";
import { median, medianInterval } from "./rounds.ts";
import { missingProgram, wrk } from "./wrk.ts";

const sizes = [
  { name: "1 KB", path: "/1k", goals: { "cors-anywhere": 4.5, nginx: 0.45 } },
  { name: "1 MB", path: "/1m", goals: { "cors-anywhere": 1.4, nginx: 0.65 } },
] as const;

type Name = Contender["name"];
type Size = (typeof sizes)[number];

/** Many short rounds: what else the machine does for a while then befalls all alike. */
const rounds = 15;
const load = { connections: 50, seconds: 1 };

/** How a turn of a contender went. */
interface Turn {
  /** Requests for each second of the clock. */
  readonly rate: number;
  /** Microseconds of processor time for each request, those of the kernel for it among them. */
  readonly cost: number;
}

/** One round: the turn of each contender. */
type Round = Readonly<Record<Name, Turn>>;

/**
 * The proxy beside others, each of them a single process, between wrk and one and the same target, over loopback.
 *
 * @throws Error if one of the programs is not installed
 */
export async function benchmarkProxy(): Promise<Benchmark> {
  const target = await startTarget();
  const running = new Map<Name, Running>();
  try {
    const port = Number(new URL(target.base).port);
    for (const { name, start } of contenders) running.set(name, await start(port));
    const measurements: Measurement[] = [];
    for (const size of sizes) measurements.push(...(await measure(running, size)));
    measurements.push(await measureWorkers(port));
    for (const [name, { pid }] of running)
      measurements.push({
        name: `${name}, memory at most`,
        measured: megabytes(pid, "at most"),
        unit: "megabytes",
        ...(name === "concors" && { goal: { atMost: 150 } }),
      });
    return { title: "Proxies under load, over loopback", measurements };
  } catch (error) {
    throw missingProgram(error, "wrk nginx haproxy") ?? error;
  } finally {
    for (const { stop } of [...running.values(), target]) await stop();
  }
}

async function measure(running: ReadonlyMap<Name, Running>, size: Size): Promise<Measurement[]> {
  // For the compilers, and for the connections to the target.
  await playRound(running, size, 0);
  const played: Round[] = [];
  for (let round = 0; round < rounds; round++) played.push(await playRound(running, size, round));

  const names = [...running.keys()];
  const one = (name: Name, pick: (turn: Turn) => number, unit: Measurement["unit"]): Measurement => ({
    name: `${name}, ${size.name}`,
    measured: median(played.map((round) => pick(round[name]))),
    unit,
  });
  // Compared within a round: in the next one the machine may be busier, for all of them.
  const beside = (peer: Name, pick: (turn: Turn) => number): Omit<Measurement, "name" | "unit"> => {
    const ratios = played.map(({ concors, [peer]: other }) => pick(concors) / pick(other));
    return { measured: median(ratios), interval: medianInterval(ratios) };
  };
  const rate = ({ rate: perSecond }: Turn): number => perSecond;
  const peers = Object.entries(size.goals) as [keyof Size["goals"], number][];
  return [
    ...names.map((name) => one(name, rate, "requests a second")),
    ...names.map((name) => one(name, ({ cost }) => cost, "µs of a processor a request")),
    ...peers.map(([peer, goal]): Measurement => ({
      name: `concors beside ${peer}, ${size.name}, requests a second`,
      ...beside(peer, rate),
      unit: "times as many",
      goal: { atLeast: goal },
    })),
    ...peers.map(([peer]): Measurement => ({
      name: `concors beside ${peer}, ${size.name}, a second of a processor`,
      ...beside(peer, ({ cost }) => 1 / cost),
      unit: "times as many",
    })),
  ];
}

/** Two workers, what loads them and their target: where they have no processor each, they say nothing of each other. */
const processorsForWorkers = 4;

async function measureWorkers(target: number): Promise<Measurement> {
  const [one, two] = [await startWorkers(1, target), await startWorkers(2, target)];
  try {
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [first, second] = [await playTurn(one, sizes[0]), await playTurn(two, sizes[0])];
      ratios.push(second.rate / first.rate);
    }
    const isTold = availableParallelism() >= processorsForWorkers;
    return {
      name: `two workers beside one, 1 KB, requests a second${isTold ? "" : " (too few processors to tell)"}`,
      measured: median(ratios),
      interval: medianInterval(ratios),
      unit: "times as many",
      ...(isTold && { goal: { atLeast: 1.7 } }),
    };
  } finally {
    await one.stop();
    await two.stop();
  }
}

/** Each round begins with another contender: who runs after whom must not matter. */
async function playRound(running: ReadonlyMap<Name, Running>, size: Size, round: number): Promise<Round> {
  const all = [...running];
  const turns: [Name, Turn][] = [];
  for (let turn = 0; turn < all.length; turn++) {
    const [name, server] = all[(round + turn) % all.length]!;
    turns.push([name, await playTurn(server, size)]);
  }
  return Object.fromEntries(turns) as Record<Name, Turn>;
}

async function playTurn({ pid, base }: Running, { path }: Size): Promise<Turn> {
  const before = secondsAtWork(pid);
  const requests = await wrk(`${base}${path}`, load);
  return { rate: requests / load.seconds, cost: ((secondsAtWork(pid) - before) / requests) * 1e6 };
}
