import { isPotentiallyTrustworthyOrigin, isSameOrigin } from "concors/protocol";
import type { FetchRequest } from "./fetch-request.ts";
import { currentOrigin } from "./fetch-request.ts";

/**
 * The value of the `Referer` header; "" for none.
 *
 * @see https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
 */
export function referrerHeader(request: FetchRequest): string {
  if (request.referrer === "" || request.client.origin.kind === "opaque") return "";
  const source = request.referrer === "about:client" ? request.client.url.href : request.referrer;
  const hash = source.indexOf("#");
  const referrerUrl = hash === -1 ? source : source.slice(0, hash);
  const referrerOrigin = `${request.client.serializedOrigin}/`;
  const sameOrigin = isSameOrigin(request.client.origin, currentOrigin(request));
  const downgrade =
    isPotentiallyTrustworthyOrigin(request.client.origin) && !isPotentiallyTrustworthyOrigin(currentOrigin(request));

  switch (request.referrerPolicy) {
    case "no-referrer":
      return "";
    case "origin":
      return referrerOrigin;
    case "unsafe-url":
      return referrerUrl;
    case "strict-origin":
      return downgrade ? "" : referrerOrigin;
    case "same-origin":
      return sameOrigin ? referrerUrl : "";
    case "origin-when-cross-origin":
      return sameOrigin ? referrerUrl : referrerOrigin;
    case "no-referrer-when-downgrade":
      return downgrade ? "" : referrerUrl;
    default:
      if (sameOrigin) return referrerUrl;
      return downgrade ? "" : referrerOrigin;
  }
}
