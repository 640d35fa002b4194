import type { HeaderList, ReferrerPolicy } from "concors/protocol";
import { getDecodeAndSplit, isPotentiallyTrustworthyOrigin, isSameOrigin } from "concors/protocol";
import type { FetchRequest } from "./fetch-request.ts";
import { currentOrigin } from "./fetch-request.ts";

/**
 * Determine request’s referrer: what main fetch sets it to at each hop, "" for none. A hop can only take away from what the
 * one before it left.
 *
 * @see https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
 */
export function determineReferrer(request: FetchRequest): string {
  if (request.referrer === "" || request.client.origin.kind === "opaque") return "";
  const referrerOrigin = `${request.client.serializedOrigin}/`;
  const stripped = strippedReferrer(request);
  // If the result of serializing referrerURL is a string whose length is greater than 4096, then set referrerURL to
  // referrerOrigin.
  const referrerUrl = stripped.length > 4096 ? referrerOrigin : stripped;
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

/** @see https://w3c.github.io/webappsec-referrer-policy/#strip-url */
function strippedReferrer({ referrer, client }: FetchRequest): string {
  const url = new URL(referrer === "about:client" ? client.url : referrer);
  url.username = "";
  url.password = "";
  url.hash = "";
  return url.href;
}

/**
 * Set request’s referrer policy on redirect.
 *
 * @see https://w3c.github.io/webappsec-referrer-policy/#set-requests-referrer-policy-on-redirect
 */
export function setReferrerPolicyOnRedirect(request: FetchRequest, headerList: HeaderList): void {
  // 1. Let policy be the result of executing § 8.1 Parse a referrer policy from a Referrer-Policy header on actualResponse.
  const policy = parseReferrerPolicy(headerList);
  // 2. If policy is not the empty string, then set request’s referrer policy to policy.
  if (policy !== "") request.referrerPolicy = policy;
}

/** @see https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header */
function parseReferrerPolicy(headerList: HeaderList): ReferrerPolicy {
  // 3. For each token in policy-tokens, if token is a referrer policy and token is not the empty string, then set policy
  // to token.
  // NOTE: This algorithm loops over multiple policy values to allow deployment of new policy values with fallbacks for
  // older user agents.
  const tokens = getDecodeAndSplit(headerList, "Referrer-Policy") ?? [];
  return tokens.map((token) => token.toLowerCase()).findLast(isReferrerPolicy) ?? "";
}

function isReferrerPolicy(token: string): token is ReferrerPolicy {
  return (referrerPolicies as readonly string[]).includes(token);
}

/** All but the empty one, which stands for the default. */
export const referrerPolicies: readonly ReferrerPolicy[] = [
  "no-referrer",
  "no-referrer-when-downgrade",
  "same-origin",
  "origin",
  "strict-origin",
  "origin-when-cross-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
];
