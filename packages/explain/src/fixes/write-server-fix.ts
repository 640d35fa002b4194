import type { ServerFix } from "../explanation.ts";
import type { Grant } from "./grant.ts";

/** What a server's writer is given. */
interface FixContext {
  readonly grant: Grant;
  /** The URL that the request failed at. */
  readonly url: URL;
  /** The names of the CORS headers that the server sends already. */
  readonly present: readonly string[];
}

/** Writes a grant in one server's language. */
export type WriteServerFix = (context: FixContext) => Pick<ServerFix, "name" | "language" | "parts">;

/** Whether the server only has to send one fixed value, whoever asks. */
export function hasOneOrigin({ origins }: Grant): boolean {
  return origins.length === 1;
}

/** Ends the description of a place where other lines may stand in the way. */
export function inPlaceOf(present: readonly string[]): string {
  return present.length === 0 ? "" : ", in place of its lines on Access-Control-Allow-… headers";
}

/** A literal as a regular expression, anchored by the caller. */
export function escapeRegExp(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll("\\/", "/");
}

/** Lines, without those that are not there. */
export function lines(...items: readonly (string | false | null)[]): string {
  return items.filter((item) => item !== false && item !== null).join("\n");
}
