import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Benchmark, Measurement } from "./measurement.ts";
import { median, medianInterval } from "./rounds.ts";
import type { Variant } from "./servers/policy.ts";
import { missingProgram, wrk } from "./wrk.ts";

interface Framework {
  readonly name: string;
  readonly module: "node" | "express" | "fastify" | "hono";
  readonly peer: string;
  /** What of the bare server's requests a second is to be left, wherever the policy is. */
  readonly goal: number;
}

const frameworks: readonly Framework[] = [
  { name: "node:http", module: "node", peer: "cors", goal: 0.97 },
  { name: "Express 5", module: "express", peer: "cors", goal: 0.97 },
  { name: "Fastify 5", module: "fastify", peer: "@fastify/cors", goal: 0.97 },
  { name: "Hono", module: "hono", peer: "hono/cors", goal: 0.85 },
];

const variants: readonly Variant[] = ["bare", "twin", "empty", "headers", "concors", "front", "peer"];

/** How often each server is started anew: how well a process gets compiled, and where its memory lies, is luck. */
const starts = 10;
/** Many short turns: a machine that others use as well is slower for seconds, by a fifth, for all that runs on it. */
const rounds = 5;
const connections = 50;
const seconds = { warmUp: 1, turn: 0.25 };

/** What a server is left with of its requests a second when it has a policy; loaded by wrk, over loopback. */
export async function benchmarkServers(): Promise<Benchmark> {
  const measurements: Measurement[] = [];
  try {
    for (const framework of frameworks) measurements.push(...(await measure(framework)));
  } catch (error) {
    throw missingProgram(error, "wrk") ?? error;
  }
  return { title: "Servers under load, a second of processor time, beside themselves without CORS", measurements };
}

async function measure({ name, module, peer, goal }: Framework): Promise<Measurement[]> {
  const rates: number[][] = [];
  for (let start = 0; start < starts; start++) rates.push(...(await ratesOfOneStart(module)));
  // Compared within a round: in the next one the machine may be busier, for all of them.
  const left = (variant: Variant): Omit<Measurement, "name"> => {
    const ratios = rates.map((inRound) => inRound[variants.indexOf(variant)]! / inRound[0]!);
    return { measured: median(ratios), interval: medianInterval(ratios), unit: "of the bare server's" };
  };
  return [
    { name: `${name}, bare`, measured: median(rates.map(([bare]) => bare!)), unit: "requests a second" },
    { name: `${name}, bare, once more`, ...left("twin") },
    { name: `${name} with middleware that does nothing`, ...left("empty") },
    { name: `${name} with middleware that sets the headers`, ...left("headers") },
    { name: `${name} with concors as middleware`, ...left("concors"), goal: { atLeast: goal } },
    { name: `${name} with concors in front`, ...left("front"), goal: { atLeast: goal } },
    { name: `${name} with ${peer}`, ...left("peer") },
  ];
}

async function ratesOfOneStart(module: Framework["module"]): Promise<number[][]> {
  const servers = await Promise.all(variants.map((variant) => startServer(module, variant)));
  try {
    // For the compiler.
    for (const { url } of servers) await wrk(url, { connections, seconds: seconds.warmUp });
    const rates: number[][] = [];
    for (let round = 0; round < rounds; round++) rates.push(await ratesInTurns(servers, round));
    return rates;
  } finally {
    for (const { process } of servers) process.disconnect();
  }
}

/** Each round begins with another server: who runs after whom must not matter. */
async function ratesInTurns(servers: readonly Server[], round: number): Promise<number[]> {
  const rates: number[] = [];
  for (let turn = 0; turn < servers.length; turn++) {
    const index = (round + turn) % servers.length;
    rates[index] = await requestsPerSecond(servers[index]!);
  }
  return rates;
}

interface Server {
  readonly process: ChildProcess;
  readonly url: string;
}

async function startServer(module: Framework["module"], variant: Variant): Promise<Server> {
  const env = { ...process.env, NODE_ENV: "production" };
  const child = fork(new URL("servers/main.js", import.meta.url), [module, variant], { env });
  const [port] = (await once(child, "message")) as [number];
  return { process: child, url: `http://127.0.0.1:${port}/` };
}

/** Requests for each second that the server was at work: how many it answers where nobody else wants its processor. */
async function requestsPerSecond({ process: child, url }: Server): Promise<number> {
  const before = await secondsAtWork(child);
  const requests = await wrk(url, { connections, seconds: seconds.turn });
  return requests / ((await secondsAtWork(child)) - before);
}

async function secondsAtWork(child: ChildProcess): Promise<number> {
  child.send("How long?");
  const [{ user, system }] = (await once(child, "message")) as [NodeJS.CpuUsage];
  return (user + system) / 1e6;
}
