import type { Exchange } from "@concors/proxy";
import { printable } from "../terminal/printable.ts";
import { pageOrigin } from "./operate/page-origin.ts";

/** What a person sees of a request: no path, no query, and nobody's address. */
export function exchangeLine({
  method,
  target,
  origin,
  status,
  problem,
  responseBytes,
  milliseconds,
}: Exchange): string {
  const what = `${method} ${target ?? "(no target)"}`;
  const outcome = [status, problem].filter((part) => part !== null).join(" ");
  const cost = problem === null ? `, ${responseBytes} bytes` : "";
  return `${printable(`${what}: ${outcome}${cost}, ${Math.round(milliseconds)} ms, for ${origin === null ? "nobody's page" : pageOrigin(origin)}`)}\n`;
}
