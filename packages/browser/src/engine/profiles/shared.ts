import type { Origin } from "concors/protocol";
import { originOfUrl } from "concors/protocol";
import type { FetchRequest } from "../fetch-request.ts";
import { currentOrigin } from "../fetch-request.ts";
import type { Departure } from "../profile.ts";

/** All three browsers do; each shows it with a scenario of its own. */
export function wildcardCoversAuthorization(scenario: string): Departure {
  return {
    id: "wildcard-covers-authorization",
    does: "Access-Control-Allow-Headers: * covers Authorization, when credentials are not included.",
    standard: "Authorization has to be named.",
    source: "https://github.com/whatwg/fetch/issues/251",
    scenario,
    rules: { wildcardCoversAuthorization: true },
  };
}

/** All three browsers do, each in a place of its own. */
export function keepaliveIsLimitedFirst(source: string): Departure {
  return {
    id: "keepalive-is-limited-first",
    does: "More than 64 KiB with keepalive fail before a preflight is sent.",
    standard: "The preflight comes first.",
    source,
    scenario: null,
    rules: { limitsKeepaliveFirst: true },
  };
}

/** Two browsers do, one in its network service, and one in the page's process. */
export function opaqueResponseBlocking(when: "before-nosniff" | "after-nosniff"): Departure {
  return {
    id: "opaque-response-blocking",
    does: "HTML, JSON and XML are withheld from an <img>, a <script> or a style sheet that asked without CORS.",
    standard: "Opaque Response Blocking is a draft of its own; only nosniff withholds, from scripts and style sheets.",
    source: "https://github.com/annevk/orb",
    scenario: "console:orb-json-img",
    rules: { opaqueResponseBlocking: when },
  };
}

/** Whether a sandboxed frame asks its page's own site for a response it cannot read, with credentials. */
export function isCredentialedSandboxedRequestToOwnSite(
  request: FetchRequest,
  isSameSite: (a: Origin, b: Origin) => boolean,
): boolean {
  return (
    request.mode === "no-cors" &&
    request.credentialsMode === "include" &&
    request.client.origin.kind === "opaque" &&
    isSameSite(currentOrigin(request), originOfUrl(request.client.url))
  );
}

/** An integer, with a sign or without, of 64 bits; null if it is not one. */
export function signedInteger(value: string | null): number | null {
  if (value === null || !/^[+-]?[0-9]+$/.test(value.trim())) return null;
  const integer = BigInt(value.trim().replace("+", ""));
  return BigInt.asIntN(64, integer) === integer ? Number(integer) : null;
}
