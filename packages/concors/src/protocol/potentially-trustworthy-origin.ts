import type { Origin } from "./origin.ts";

const loopback = /^(?:\[::1\]|127(?:\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}|(?:.*\.)?localhost\.?)$/s;

/**
 * Whether what comes from origin cannot have been tampered with on its way.
 *
 * @see https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function isPotentiallyTrustworthyOrigin(origin: Origin): boolean {
  // 1. If origin is an opaque origin, return "Not Trustworthy".
  if (origin.kind === "opaque") return false;

  // 2. Assert: origin is a tuple origin.
  // 3. If origin's scheme is either "https" or "wss", return "Potentially Trustworthy".
  const { scheme, host } = origin;
  if (scheme === "https" || scheme === "wss") return true;

  // 4. If origin's host matches one of the CIDR notations 127.0.0.0/8 or ::1/128 [RFC4632], return "Potentially Trustworthy".
  // 5. If the user agent conforms to the name resolution rules in [let-localhost-be-localhost] and one of the following is true:
  //    - origin's host is "localhost" or "localhost."
  //    - origin's host ends with ".localhost" or ".localhost."
  //    then return "Potentially Trustworthy".
  if (isLoopbackHost(host)) return true;

  // 6. If origin's scheme is "file", return "Potentially Trustworthy".
  if (scheme === "file") return true;

  // 7. If origin's scheme component is one which the user agent considers to be authenticated, return "Potentially Trustworthy".
  // 8. If origin has been configured as a trustworthy origin, return "Potentially Trustworthy".
  // NB: Neither is known here.

  // 9. Return "Not Trustworthy".
  return false;
}

/** Whether what is sent to host stays on one machine: steps 4 and 5. Internal. */
export function isLoopbackHost(host: string): boolean {
  return loopback.test(host);
}
