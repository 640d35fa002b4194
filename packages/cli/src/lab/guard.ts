import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Who the Lab's server is, and what its own page knows of it. */
export interface LabIdentity {
  /** `http://127.0.0.1:2677` */
  readonly origin: string;
  /** A secret that is in the page, so that who has it has read the page. */
  readonly token: string;
}

type Asked = Pick<IncomingMessage, "headers" | "method">;

/**
 * Why a request for the Lab's page, or one of its files, is refused; null if it is not. Anybody may link to the page, and
 * nobody may embed it or read it.
 */
export function pageRefusal({ headers, method }: Asked, { origin }: LabIdentity): string | null {
  if (headers.host !== hostOf(origin)) return wrongHost(origin);
  if (method !== "GET" && method !== "HEAD") return "The Lab's page is read with GET.";
  const isLink = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
  return isOwn(headers["sec-fetch-site"], "none") || isLink
    ? null
    : "Another page may link to the Lab, and not use what is in it.";
}

/**
 * Why a request to the API is refused; null if it is not. A page of another origin does not know the token, and cannot
 * send the header without a preflight, which is refused as well; and one that had its name point here (DNS rebinding) asks
 * for another host.
 */
export function apiRefusal({ headers, method }: Asked, identity: LabIdentity): string | null {
  if (headers.host !== hostOf(identity.origin)) return wrongHost(identity.origin);
  if (!isOwn(headers.origin, identity.origin) || !isOwn(headers["sec-fetch-site"]))
    return "The Lab does what its own page asks for, and no other.";
  if (method !== "GET" && method !== "POST") return "The Lab takes GET and POST.";
  if (!isSameText(headers["x-concors-lab"], identity.token))
    return "The Lab's token is missing or an old one: reload the page.";
  return null;
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}

function wrongHost(origin: string): string {
  return `The Lab is at ${origin}, and goes by no other name.`;
}

/** Browsers say where a request comes from; other programs, which are the visitor's own, say nothing. */
function isOwn(said: string | undefined, own: string = "same-origin"): boolean {
  return said === undefined || said === own || (own === "none" && said === "same-origin");
}

/** In a time that does not tell how much of it is right. */
function isSameText(given: string | string[] | undefined, wanted: string): boolean {
  return typeof given === "string" && timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
