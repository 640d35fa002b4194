import type { Origin } from "concors/protocol";
import { isPotentiallyTrustworthyOrigin } from "concors/protocol";
import type { Client } from "./fetch-request.ts";

/**
 * Whether a secure page's request is blocked because its URL is not.
 *
 * @see https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
 */
export function isMixedContent(client: Client, urlOrigin: Origin, url: URL, loopbackIsMixedContent: boolean): boolean {
  if (client.url.protocol !== "https:" || client.allowsInsecureContent || url.protocol === "data:") return false;
  return !isPotentiallyTrustworthyOrigin(urlOrigin) || (loopbackIsMixedContent && url.protocol === "http:");
}
