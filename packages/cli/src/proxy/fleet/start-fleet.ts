import cluster from "node:cluster";
import type { Worker } from "node:cluster";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Counter, Gauge, Registry } from "prom-client";
import type { Io } from "../../io.ts";
import { UsageError } from "../../usage-error.ts";
import type { Crew } from "../crew.ts";
import { createJournal } from "../operate/create-journal.ts";
import type { MetricValues } from "../operate/metrics.ts";
import type { ProxySettings } from "../settings/settings.ts";
import type { Order, Report } from "./messages.ts";

/** Milliseconds, after which a worker is left out of what is measured. */
const patience = 1000;

/** Milliseconds until another takes the place of a worker that ended by itself: one that cannot live is not started all the time. */
const between = 500;

/**
 * Several processes that take requests for one proxy. Each of them has pools, limits and counts of its own. One that ends
 * by itself is replaced.
 *
 * @throws UsageError if they cannot listen
 */
export async function startFleet(settings: ProxySettings, io: Io): Promise<Crew> {
  const journal = createJournal(settings.log, io);
  const workers = new Map<Worker, Member>();
  const registry = new Registry();
  const registers = [registry];
  const deaths = new Counter({
    name: "concors_proxy_worker_deaths_total",
    help: "Workers that ended by themselves, and were replaced.",
    registers,
  });
  const alive = new Gauge({ name: "concors_proxy_workers", help: "Workers that take requests.", registers });
  let current = settings;
  let isClosing = false;
  let measurements = 0;

  cluster.setupPrimary({ exec: fileURLToPath(new URL("./worker.js", import.meta.url)), args: [], execArgv: [] });

  /** @returns where it listens, once it does */
  function add(): Promise<string> {
    const worker = cluster.fork();
    const member: Member = { url: null, notReady: [], waiting: new Map() };
    workers.set(worker, member);
    return new Promise((resolve, reject) => {
      worker.on("error", reject);
      worker.on("message", (report: Report) => {
        if (report.kind === "awake") send(worker, { kind: "settings", settings: current });
        hear(member, report);
        alive.set(listening().length);
        if (report.kind === "listening") resolve(report.url);
        else if (report.kind === "failed") reject(new UsageError(report.message));
      });
      worker.once("exit", (code, signal) => {
        workers.delete(worker);
        alive.set(listening().length);
        reject(new UsageError(`A worker ended before it listened: ${signal ?? `status ${code}`}.`));
        if (!isClosing && member.url !== null) replace(signal ?? `status ${code}`);
      });
    });
  }

  function replace(how: string): void {
    deaths.inc();
    journal.warning(`A worker ended by itself (${how}): another takes its place.`);
    void setTimeout(between).then(async () => {
      if (isClosing) return;
      try {
        await add();
      } catch (error) {
        // It says so itself, and is tried again.
        if (!isClosing) replace(error instanceof Error ? error.message : String(error));
      }
    });
  }

  function listening(): Member[] {
    return [...workers.values()].filter(({ url }) => url !== null);
  }

  function order(all: Order): void {
    for (const worker of workers.keys()) send(worker, all);
  }

  async function close(hurry: Promise<void>): Promise<void> {
    isClosing = true;
    const ended = Promise.all(
      [...workers.keys()].map((worker) => new Promise((resolve) => worker.once("exit", resolve))),
    );
    order({ kind: "end" });
    void hurry.then(() => order({ kind: "hurry" }));
    await ended;
  }

  const adding = await Promise.allSettled(Array.from({ length: settings.workers }, add));
  const failed = adding.find((one) => one.status === "rejected");
  const first = adding.find((one) => one.status === "fulfilled");
  if (failed !== undefined || first === undefined) {
    await close(Promise.resolve());
    throw failed?.reason as Error;
  }

  return {
    url: first.value,
    journal,
    inFlight: () => null,
    notReady() {
      const members = listening();
      return members.length === 0 ? ["no worker lives"] : [...new Set(members.flatMap(({ notReady }) => notReady))];
    },
    async metrics() {
      const id = ++measurements;
      const asked = [...workers].map(([worker, member]) => measure(worker, member, id));
      const values = await Promise.all(asked);
      return [...values.filter((one) => one !== null), await registry.getMetricsAsJSON()];
    },
    reload(next) {
      current = next;
      order({ kind: "settings", settings: next });
    },
    close,
  };
}

/** What is known of a worker. */
interface Member {
  /** Null until it listens. */
  url: string | null;
  notReady: readonly string[];
  readonly waiting: Map<number, (values: MetricValues) => void>;
}

function hear(member: Member, report: Report): void {
  if (report.kind === "listening") member.url = report.url;
  else if (report.kind === "state") member.notReady = report.notReady;
  else if (report.kind === "measures") member.waiting.get(report.id)?.(report.values);
}

/** @returns null if it does not answer in time */
async function measure(worker: Worker, { waiting }: Member, id: number): Promise<MetricValues | null> {
  const answer = new Promise<MetricValues>((resolve) => waiting.set(id, resolve));
  send(worker, { kind: "measure", id });
  const values = await Promise.race([answer, setTimeout(patience, null, { ref: false })]);
  waiting.delete(id);
  return values;
}

function send(worker: Worker, order: Order): void {
  if (worker.isConnected()) worker.send(order, () => {});
}
