import type { Exchange } from "@concors/proxy";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { MetricObjectWithValues, MetricValue } from "prom-client";

/** What is measured of a proxy, or of one of its workers. */
export interface Metrics {
  /** Counts a request that is over. */
  readonly observe: (exchange: Exchange) => void;
  /** Counts a preflight, which is answered and asks nobody. */
  readonly preflight: () => void;
  /** Counts what somebody's function threw. */
  readonly error: () => void;
  /** All of it, as data that one process can tell another. */
  readonly values: () => Promise<MetricValues>;
}

export type MetricValues = readonly MetricObjectWithValues<MetricValue<string>>[];

/** What is as it is at the moment somebody asks. */
export interface Gauges {
  readonly inFlight: () => number;
  /** Connections to targets. */
  readonly connections: () => number;
  /** Whether Redis counts for all processes; null if it was not asked to. */
  readonly isShared: () => boolean | null;
}

/** Whatever else a stranger sends is one value, so that no number of strangers makes more of them. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** In seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** No label has a value that a caller makes up: those of `method`, `status`, `outcome` and `code` are listed here and there. */
export function createMetrics({ inFlight, connections, isShared }: Gauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Counter({
    name: "concors_proxy_requests_total",
    help: "Requests that are over, by method and by the class of the status that was answered (none: the client had left).",
    labelNames: ["method", "status"],
    registers,
  });
  const problems = new Counter({
    name: "concors_proxy_problems_total",
    help: "Requests that were refused, failed or broke off, by the code of the problem.",
    labelNames: ["code"],
    registers,
  });
  const duration = new Histogram({
    name: "concors_proxy_request_duration_seconds",
    help: "From a request's headers to its end; outcome: passed (the target's answer, whole) or problem.",
    labelNames: ["outcome"],
    buckets,
    registers,
  });
  const preflights = counter("concors_proxy_preflights_total", "Preflights, which ask no target.");
  const redirects = counter("concors_proxy_redirects_total", "Redirects that were followed.");
  const requestBytes = counter("concors_proxy_request_bytes_total", "Bytes of bodies that went to targets.");
  const responseBytes = counter("concors_proxy_response_bytes_total", "Bytes of bodies that came from targets.");
  const errors = counter("concors_proxy_errors_total", "Errors of the proxy itself, of its log for example.");
  gauge("concors_proxy_in_flight", "Requests under way.", inFlight);
  gauge("concors_proxy_upstream_connections", "Connections to targets, in use or kept.", connections);
  gauge("concors_proxy_redis_up", "Processes that Redis counts for; others count alone, or refuse.", () =>
    Number(isShared() === true),
  );

  function counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers });
  }

  function gauge(name: string, help: string, read: () => number): void {
    const made = new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(read());
      },
    });
    registry.registerMetric(made);
  }

  return {
    observe({ method, status, problem, milliseconds, ...exchange }) {
      requests.inc({
        method: methods.has(method) ? method : "other",
        status: status === null ? "none" : `${Math.floor(status / 100)}xx`,
      });
      if (problem !== null) problems.inc({ code: problem });
      duration.observe({ outcome: problem === null ? "passed" : "problem" }, milliseconds / 1000);
      redirects.inc(exchange.redirects);
      requestBytes.inc(exchange.requestBytes);
      responseBytes.inc(exchange.responseBytes);
    },
    preflight: () => preflights.inc(),
    error: () => errors.inc(),
    values: () => registry.getMetricsAsJSON(),
  };
}
