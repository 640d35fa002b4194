import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { AggregatorRegistry, Registry } from "prom-client";
import { listen } from "../listen.ts";
import { isLoopback } from "../settings/exposure.ts";
import type { MetricValues } from "./metrics.ts";

/** What the admin server tells of. */
export interface Operation {
  /** Why nothing new should be sent here; empty if it should. */
  readonly notReady: () => readonly string[];
  /** Of each process that answers in time. */
  readonly metrics: () => Promise<readonly MetricValues[]>;
}

/** Where it listens. */
export interface AdminSettings {
  readonly host: string;
  readonly port: number;
}

/**
 * A server of its own, for those who run the proxy: `/healthz` (the process lives), `/readyz` (requests may be sent to it)
 * and `/metrics`. Nothing that is asked of the proxy leads here: it listens elsewhere, and turns away what came through a
 * proxy, even if the proxy may reach this machine. Nor does a page: one whose name was made to lead to this machine (DNS
 * rebinding) asks by that name.
 *
 * @throws UsageError if it cannot listen there
 */
export async function startAdminServer({ host, port }: AdminSettings, operation: Operation): Promise<Server> {
  const isLocal = isLoopback(host);
  const server = createServer({ keepAliveTimeout: 5000, requestTimeout: 10_000 }, (request, response) => {
    if (isLocal && !isOwnName(request.headers.host)) return misdirected(request, response);
    void answer(request, response, operation);
  });
  // Whoever still keeps a connection is not waited for.
  server.unref();
  await listen(server, { host, port, option: "--admin-port", hostOption: "--admin-host" });
  return server;
}

/** Whether a `Host` names this machine as nobody else can: by an address, or as localhost. Old programs send none. */
function isOwnName(host: string = "localhost"): boolean {
  return /^(?:localhost|[\d.]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(host);
}

function misdirected(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  write(response, 421, { status: "ask for localhost, or by address: any page can give this machine another name" });
}

async function answer(request: IncomingMessage, response: ServerResponse, operation: Operation): Promise<void> {
  const { method, url = "", headers } = request;
  request.resume();
  if (headers.via !== undefined) return write(response, 403, { status: "this is not for proxies" });
  if (method !== "GET" && method !== "HEAD") return write(response, 405, { status: "ask with GET" });
  switch (url.split("?", 1)[0]) {
    case "/healthz":
      return write(response, 200, { status: "alive" });
    case "/readyz": {
      const reasons = operation.notReady();
      return reasons.length === 0
        ? write(response, 200, { status: "ready" })
        : write(response, 503, { status: "not ready", reasons });
    }
    case "/metrics": {
      const values = await operation.metrics();
      // Its types want arrays that may change; it changes none.
      const registry = AggregatorRegistry.aggregate(values as MetricValues[] as unknown as object[]);
      const text = await registry.metrics();
      response.writeHead(200, { "Content-Type": Registry.PROMETHEUS_CONTENT_TYPE, "Cache-Control": "no-store" });
      response.end(text);
      return;
    }
    default:
      return write(response, 404, { status: "ask for /healthz, /readyz or /metrics" });
  }
}

function write(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
