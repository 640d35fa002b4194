import type { Observation } from "./scenario.ts";

const connectionHeaders: ReadonlySet<string> = new Set(["date", "connection", "keep-alive", "transfer-encoding"]);

/** All that is compared of a scenario: what script saw of every step, and every request on the wire. */
export function comparable(observation: Observation): string {
  return JSON.stringify({
    steps: observation.steps.map((step) =>
      step.ok
        ? {
            type: step.type,
            status: step.status,
            url: step.type.startsWith("opaque") ? "" : step.url,
            redirected: step.redirected,
            headers: Object.keys(step.headers)
              .filter((name) => !connectionHeaders.has(name))
              .sort(),
          }
        : "network error",
    ),
    wire: observation.wire.map((request) => ({
      node: request.node,
      method: request.method,
      origin: request.origin,
      requestMethod: request["access-control-request-method"],
      requestHeaders: request["access-control-request-headers"],
      cookie: request.cookie !== undefined,
      authorization: request.authorization,
    })),
  });
}
