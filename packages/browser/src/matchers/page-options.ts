import { addressSpaceOf } from "../engine/index.ts";
import type { PageOptions } from "../index.ts";

/**
 * How a page is opened that calls a server: as if both were deployed. What browsers have against the addresses of this
 * machine and its network as such (mixed content, Local Network Access) says nothing about a server's CORS.
 */
export function pageOptions(target: URL): PageOptions {
  const isLoopback = addressSpaceOf(target.hostname) === "loopback";
  return { addressSpace: "loopback", ...(isLoopback ? { insecureContent: "allow" } : {}) };
}
