import type { Io } from "../io.ts";
import { createJournal } from "./operate/create-journal.ts";
import type { Journal } from "./operate/journal.ts";
import { createMetrics } from "./operate/metrics.ts";
import type { Metrics } from "./operate/metrics.ts";
import type { ProxySettings } from "./settings/settings.ts";
import { startProxy } from "./start-proxy.ts";
import type { StartedProxy } from "./start-proxy.ts";

/** A proxy that listens, measures and tells: all there is of it in one process. */
export interface Unit {
  readonly proxy: StartedProxy;
  readonly metrics: Metrics;
  readonly journal: Journal;
}

/** @throws UsageError if it cannot listen */
export async function startUnit(settings: ProxySettings, io: Pick<Io, "write" | "writeError">): Promise<Unit> {
  const journal = createJournal(settings.log, io);
  let proxy: StartedProxy | null = null;
  const metrics = createMetrics({
    inFlight: () => proxy?.inFlight() ?? 0,
    connections: () => proxy?.connections() ?? 0,
    isShared: () => proxy?.isShared() ?? null,
  });
  proxy = await startProxy(settings, {
    exchange(exchange) {
      metrics.observe(exchange);
      journal.exchange(exchange);
    },
    preflight: metrics.preflight,
    error(error) {
      // Said for each request while nobody counts: `shared` has told of it once.
      if (error instanceof Error && error.name === "LimitUnknownError") return;
      metrics.error();
      journal.warning("An error of the proxy itself:", error);
    },
    shared(isShared, whenAway) {
      if (isShared) journal.note("Redis answers: it counts for all processes.");
      else journal.warning(`Redis does not answer: ${whenAwayWords[whenAway]}`);
    },
  });
  if (proxy.isShared() === false) journal.warning(`Redis does not answer: ${whenAwayWords[settings.redis!.whenAway]}`);
  return { proxy, metrics, journal };
}

const whenAwayWords = {
  open: "until it does, each process counts alone.",
  closed: "until it does, requests are refused.",
} as const;
