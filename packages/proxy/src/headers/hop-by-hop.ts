import { remembering } from "../remembering.ts";
import { valuesOf } from "./raw-headers.ts";
import type { RawHeaders } from "./raw-headers.ts";

/**
 * Headers that are about one connection, and none of the other's business.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
const always: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authentication-info",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Whether a header is about the connection that it came over, whatever that says. @param name in lower case, with hyphens */
export function isHopByHop(name: string): boolean {
  return always.has(name);
}

/** The names that `Connection` makes such headers beside those that always are, in lower case, with hyphens. */
export function namedByConnection(headers: RawHeaders): readonly string[] {
  return valuesOf(headers, "connection").flatMap(namesIn);
}

const namesIn = remembering((value) => {
  const names = value.split(",").map((name) => withHyphens(name.trim().toLowerCase()));
  return names.filter((name) => !isHopByHop(name));
});

/** Some servers read an underscore as a hyphen, so that one may stand for the other. */
export function withHyphens(lowerName: string): string {
  return lowerName.replaceAll("_", "-");
}
