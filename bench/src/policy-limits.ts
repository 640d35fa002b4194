import { createCors } from "concors";
import type { Cors, CorsRequest } from "concors";
import type { Benchmark, Measurement } from "./measurement.ts";
import { manyOrigins, requestsFrom } from "./policy-traffic.ts";
import { median } from "./rounds.ts";

/** What is bounded: memory and time for very many origins, what a denial allocates, what hostile headers cost. */
export function benchmarkLimits(collectGarbage: () => void): Benchmark {
  return {
    title: "Limits of a policy",
    measurements: [...loading(collectGarbage), ...denials(collectGarbage), ...hostileHeaders()],
  };
}

const million = 1_000_000;

function loading(collectGarbage: () => void): Measurement[] {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let seconds = 0;
  // The list that was given is nobody's any more, as when it came from a file.
  const load = (): Cors => {
    const origins = manyOrigins(million) as `https://${string}`[];
    const start = performance.now();
    const cors = createCors({ origins, credentials: true });
    seconds = (performance.now() - start) / 1000;
    return cors;
  };
  const cors = load();
  collectGarbage();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
  if (!cors.decide({ method: "GET", headers: { origin: manyOrigins(1)[0]! } }).allowed) throw new Error("not loaded");
  return [
    { name: "1,000,000 origins, to load", measured: seconds, unit: "seconds", goal: { atMost: 2 } },
    { name: "1,000,000 origins, kept", measured: megabytes, unit: "megabytes", goal: { atMost: 150 } },
  ];
}

function denials(collectGarbage: () => void): Measurement[] {
  const times = 500_000;
  return Object.entries(policies).map(([name, cors]): Measurement => {
    const requests = [...requestsFrom(["https://evil.example"], "actual"), ...requestsFrom(["null"], "preflight")];
    const deny = (): void => {
      for (let time = 0; time < times; time++) cors.decide(requests[time & 1]!);
    };
    // What the compiler keeps of it is no denial's.
    for (let round = 0; round < 5; round++) deny();
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    deny();
    const bytes = Math.max(0, process.memoryUsage().heapUsed - before) / times;
    // Asking how much memory is used takes some.
    return { name: `a denial, ${name}`, measured: Math.floor(bytes), unit: "bytes", goal: { atMost: 0 } };
  });
}

const policies: Readonly<Record<string, Cors>> = {
  "one origin": createCors({ origins: ["https://app.example.com"], credentials: true }),
  patterns: createCors({ origins: ["https://*.example.com", "http://localhost:*"], credentials: true }),
  "any method and header": createCors({
    origins: ["https://*.example.com"],
    credentials: true,
    methods: "*",
    requestHeaders: "*",
  }),
};

const size = 16 * 1024;
const allowed = "https://app.example.com";

/** What 16 KB of headers can be. */
const hostile: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "an origin": { origin: `https://${"a.".repeat(size / 2)}example.com` },
  "a host of 253": { origin: `https://${"a.".repeat(121)}example.com` },
  "a method": { origin: allowed, "access-control-request-method": "A".repeat(size) },
  "header names": { origin: allowed, "access-control-request-headers": "a,".repeat(size / 2) },
  commas: { origin: allowed, "access-control-request-headers": ",".repeat(size) },
  "whitespace between two names": { origin: allowed, "access-control-request-headers": `a${" ".repeat(size)}b` },
  "as many names as are read": { origin: allowed, "access-control-request-headers": asReceived("a,".repeat(256)) },
  "as many, and a space": { origin: allowed, "access-control-request-headers": asReceived(`${"a,".repeat(255)} a`) },
  "as many as are read with spaces": {
    origin: allowed,
    "access-control-request-headers": asReceived("a , ".repeat(64)),
  },
  "as many, and the last is none": {
    origin: allowed,
    "access-control-request-headers": asReceived(`${"a,".repeat(255)}é`),
  },
  "many headers": {
    origin: allowed,
    ...Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x-${index.toString(36)}`, "1"])),
  },
};

/** A text as a parser makes it: in one piece. */
function asReceived(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

/** The policy that takes longest counts. Each round asks for all of them, so that a slow moment is nobody's alone. */
function hostileHeaders(): Measurement[] {
  const asked = Object.entries(hostile).map(([name, headers]) => {
    const request: CorsRequest & { rawHeaders: string[] } = {
      method: "OPTIONS",
      headers: { "access-control-request-method": "PUT", ...headers },
      rawHeaders: [],
    };
    return { name, by: Object.values(policies).map((cors) => ({ cors, request, samples: [] as number[] })) };
  });
  for (let round = 0; round < 41; round++) {
    for (const { by } of asked) {
      for (const { cors, request, samples } of by) samples.push(nanoseconds(() => cors.decide(request)));
    }
  }
  return asked.map(({ name, by }): Measurement => {
    const worst = Math.max(...by.map(({ samples }) => median(samples)));
    return { name: `16 KB of ${name}`, measured: worst, unit: "ns", goal: { atMost: 1000 } };
  });
}

function nanoseconds(run: () => unknown): number {
  const times = 10_000;
  const start = performance.now();
  for (let time = 0; time < times; time++) run();
  return ((performance.now() - start) * 1e6) / times;
}
