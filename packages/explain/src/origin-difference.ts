import { parseOrigin } from "concors/protocol";
import { listWords } from "./words.ts";

/**
 * What a header value that should have been an origin is wrong in, said as the end of a sentence; null if it is a
 * well-formed origin.
 */
export function originMisspelling(value: string, wanted: string): string | null {
  if (parseOrigin(value) !== null) return null;
  if (value === `${wanted}/`) return "an origin has no slash at its end";
  if (value.toLowerCase() === wanted) return "an origin is compared byte for byte, and browsers write it in lower case";
  if (URL.canParse(value)) {
    const url = new URL(value);
    if (url.origin === wanted && url.pathname !== "/") return "an origin has no path";
    if (url.origin === wanted) return "browsers leave the default port out";
  }
  if (URL.canParse(`https://${value}`) && wanted.endsWith(`//${value}`)) return "an origin begins with its scheme";
  if (/^["'].*["']$/.test(value) && value.slice(1, -1) === wanted) return "an origin is not quoted";
  return null;
}

/** In what two origins differ, said as the end of a sentence. */
export function originDifference(allowed: string, origin: string): string {
  const [a, b] = [parseOrigin(allowed), parseOrigin(origin)];
  if (a === null || b === null) return "they are not the same";
  const differences: string[] = [];
  if (a.scheme !== b.scheme) differences.push("scheme");
  if (a.host !== b.host) differences.push("host");
  if (a.port !== b.port) differences.push("port");
  if (isLoopbackName(a.host) && isLoopbackName(b.host) && a.host !== b.host) {
    return `${a.host} and ${b.host} are different origins, even on one machine`;
  }
  return differences.length === 1 ? `the ${differences[0]} differs` : `${listWords(differences)} differ`;
}

/** Whether a host names this machine whoever asks. */
export function isLoopbackName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
