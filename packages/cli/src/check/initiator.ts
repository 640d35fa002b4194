import type { Initiator } from "@concors/browser/engine";
import type { Destination } from "@concors/explain";
import type { CredentialsMode, Header, RequestMode } from "concors/protocol";
import { isCorsSafelistedRequestHeader } from "concors/protocol";
import { UsageError } from "../usage-error.ts";

/** The request that an element or a function of a page makes. */
export interface Initiated {
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
}

/** The value of an element's `crossorigin` attribute. */
export type CrossOriginAttribute = "anonymous" | "use-credentials";

/**
 * How what starts a request asks.
 *
 * - `worker`: of the page's own origin alone.
 * - `img`, `canvas` (an `img` that is drawn on one), `script`, `style` without `crossorigin`: without CORS, with cookies; with it, with CORS.
 * - `module`, `font`: always with CORS (WebKit loads fonts without it).
 * - `eventsource`, `xhr`: with CORS; cookies if `withCredentials` says so, which is `--credentials include` here.
 * - `beacon`: with cookies; with CORS only if its type needs leave.
 *
 * @throws UsageError if the attribute does not belong there
 * @see https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attributes
 */
export function initiated(
  destination: Destination,
  crossOrigin: CrossOriginAttribute | null,
  headers: readonly Header[],
): Partial<Initiated> {
  if (crossOrigin !== null && !/^(?:canvas|img|module|script|style)$/.test(destination)) {
    throw new UsageError(
      `--crossorigin goes with --as img, canvas, script, module and style; ${destination} has no such attribute.`,
    );
  }
  switch (destination) {
    case "canvas":
    case "img":
    case "script":
    case "style":
      return crossOrigin === null ? { mode: "no-cors", credentials: "include" } : withCors(crossOrigin);
    case "module":
      return withCors(crossOrigin ?? "anonymous");
    case "worker":
      return { mode: "same-origin", credentials: "same-origin" };
    case "font":
      return withCors("anonymous");
    case "beacon":
      return {
        mode: headers.every(([name, value]) => isCorsSafelistedRequestHeader(name, value)) ? "no-cors" : "cors",
        credentials: "include",
      };
    case "eventsource":
      return { mode: "cors" };
    default:
      return {};
  }
}

function withCors(crossOrigin: CrossOriginAttribute): Initiated {
  return { mode: "cors", credentials: crossOrigin === "use-credentials" ? "include" : "same-origin" };
}

/** What asks, as engines know it: a canvas draws what an image asked for. */
export function initiatorOf(destination: Destination): Initiator {
  return destination === "canvas" ? "img" : destination;
}

/** The method that it asks with; null if the page chooses. */
export function methodOf(destination: Destination): "GET" | "POST" | null {
  if (destination === "fetch" || destination === "xhr") return null;
  return destination === "beacon" ? "POST" : "GET";
}
