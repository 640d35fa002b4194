import type { ServerResponse } from "node:http";
import { ownHeaders } from "../problem.ts";
import type { PlayedRun } from "./run-store.ts";

/**
 * Sends what happens in a run as server-sent events, from its beginning, until the reader leaves or the run is forgotten.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamArrivals({ follow }: PlayedRun, response: ServerResponse): void {
  response.writeHead(200, { ...ownHeaders, "Content-Type": "text/event-stream" });
  response.flushHeaders();
  const leave = follow({
    onArrival: (arrival, index) => void response.write(`id: ${index}\ndata: ${JSON.stringify(arrival)}\n\n`),
    onEnd: () => void response.end(),
  });
  response.on("close", leave);
}
