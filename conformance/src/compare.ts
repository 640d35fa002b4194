import type { Observation } from "./scenario.ts";

const connectionHeaders: ReadonlySet<string> = new Set(["date", "connection", "keep-alive", "transfer-encoding"]);

/** All that is compared of a scenario: what script saw of every step, and every request on the wire. */
interface Compared {
  readonly steps: readonly unknown[];
  readonly wire: readonly unknown[];
}

function compared(observation: Observation): Compared {
  return {
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
  };
}

/** The same as text: equal if two observations are. */
export function comparable(observation: Observation): string {
  return JSON.stringify(compared(observation));
}

/** What differs between two observations, line by line, for people; "" if nothing that is compared does. */
export function difference(actual: Observation, expected: Observation): string {
  const is = compared(actual);
  const should = compared(expected);
  return (["steps", "wire"] as const)
    .flatMap((part) => {
      const count = Math.max(is[part].length, should[part].length);
      return Array.from({ length: count }, (_, index) => {
        const line = JSON.stringify(is[part][index]) ?? "nothing";
        const wanted = JSON.stringify(should[part][index]) ?? "nothing";
        return line === wanted
          ? ""
          : `  ${part}[${index}] is        ${line}\n  ${part}[${index}] should be ${wanted}\n`;
      });
    })
    .join("");
}
