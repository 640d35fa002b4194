import type { EngineName } from "@concors/browser/engine";
import { mulberry32 } from "./mulberry32.ts";

/** One request that a page sends, when, and what for. */
interface PageRequest {
  /** Milliseconds since the day began. */
  readonly time: number;
  readonly method: string;
  /** Which of the items it is about, where each has a URL of its own. */
  readonly item: number;
}

/** One browser and what its user does with the page that day. */
export interface Visitor {
  readonly engine: EngineName;
  readonly requests: readonly PageRequest[];
}

/** How many of a hundred visitors have an engine; about what the web has, phones included. */
const shares: readonly (readonly [engine: EngineName, share: number])[] = [
  ["chromium", 72],
  ["webkit", 22],
  ["firefox", 6],
];

/** Of ten requests. All of them carry Authorization, so all need a preflight. */
const methods: readonly string[] = ["GET", "GET", "GET", "GET", "GET", "GET", "PUT", "PUT", "PATCH", "DELETE"];

/** A visit to an application that people work with: how often a day, for how many requests, how far apart. */
const visits = { most: 4, fewestRequests: 10, mostRequests: 60, secondsBetween: 20 };

/** How many URLs there are where each item has its own. */
export const items = 50;

/** Draws a day; the same for the same seed. */
export function drawDay(seed: number, visitors: number): Visitor[] {
  const random = mulberry32(seed);
  return Array.from({ length: visitors }, () => drawVisitor(random));
}

function drawVisitor(random: () => number): Visitor {
  const engine = engineAt(random() * 100);
  const requests: PageRequest[] = [];
  const count = 1 + Math.floor(random() * visits.most);
  for (let visit = 0; visit < count; visit++) {
    let time = random() * 86_400_000;
    const { fewestRequests, mostRequests } = visits;
    const length = fewestRequests + Math.floor(random() * (mostRequests - fewestRequests + 1));
    for (let request = 0; request < length; request++) {
      // Exponential: short bursts, and pauses between them.
      time += -Math.log(1 - random()) * visits.secondsBetween * 1000;
      const method = methods[Math.floor(random() * methods.length)]!;
      // Few items are asked for again and again, most of them seldom.
      requests.push({ time, method, item: Math.floor(items * random() ** 3) });
    }
  }
  return { engine, requests: requests.toSorted((a, b) => a.time - b.time) };
}

function engineAt(percent: number): EngineName {
  let sum = 0;
  for (const [engine, share] of shares) {
    sum += share;
    if (percent < sum) return engine;
  }
  return "chromium";
}
