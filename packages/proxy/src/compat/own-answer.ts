import type { IncomingMessage } from "node:http";
import type { CheckedCompatOptions } from "./check-compat-options.ts";
import { isHostName } from "./is-host-name.ts";
import type { Location, ParsedLocation } from "./location.ts";
import type { Answer } from "./text-answer.ts";

/** What is answered to a request because of its URL and its headers, without asking a target; null if nothing is. */
export function requestAnswer(
  { headers }: IncomingMessage,
  { text, location, target }: ParsedLocation,
  { requireHeader }: Pick<CheckedCompatOptions, "requireHeader">,
): Answer | null {
  const { host, hostname, port } = location;
  // A page that can read this needs no CORS.
  if (host === "iscorsneeded") return { status: 200, text: "no", hasNoCors: true };
  if (Number(port ?? 0) > 65_535)
    return { status: 400, reason: "Invalid port", text: `Port number too large: ${port}` };
  const name = target.ok ? (hostname ?? "") : (/^[\w.-]*/.exec(hostname ?? "")?.[0] ?? "");
  if (!/^https?:/.test(text) && !isHostName(name))
    return { status: 404, reason: "Invalid host", text: `Invalid host: ${name}` };
  if (requireHeader.length > 0 && !requireHeader.some((required) => Object.hasOwn(headers, required)))
    return {
      status: 400,
      reason: "Header required",
      text: `Missing required request header. Must specify one of: ${requireHeader.join(",")}`,
    };
  return null;
}

/** What is answered to a request because of the page that sends it; null if nothing is. */
export function originAnswer(
  request: IncomingMessage,
  { href }: Location,
  {
    originBlacklist,
    originWhitelist,
    checkRateLimit,
    redirectSameOrigin,
  }: Pick<CheckedCompatOptions, "originBlacklist" | "originWhitelist" | "checkRateLimit" | "redirectSameOrigin">,
): Answer | null {
  const origin = request.headers.origin ?? "";
  if (originBlacklist.includes(origin))
    return { status: 403, text: `The origin "${origin}" was blacklisted by the operator of this proxy.` };
  if (originWhitelist.length > 0 && !originWhitelist.includes(origin))
    return { status: 403, text: `The origin "${origin}" was not whitelisted by the operator of this proxy.` };
  const message = checkRateLimit?.(origin);
  if (typeof message === "string" && message !== "")
    return { status: 429, text: `The origin "${origin}" has sent too many requests.\n${message}` };
  if (redirectSameOrigin && origin !== "" && href.startsWith(`${origin}/`))
    return {
      status: 301,
      reason: "Please use a direct request",
      text: "",
      headers: { vary: "origin", "cache-control": "private", location: href },
    };
  return null;
}
