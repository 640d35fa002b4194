import type { Exchange, Trace } from "@concors/browser/engine";
import { get, isPotentiallyTrustworthyOrigin, parseOrigin } from "concors/protocol";
import type { SecurityNote } from "../explanation.ts";
import { spaceOf } from "../local-network.ts";
import { shortUrl } from "../words.ts";

/** What an answer allows that it should not, each thing once. */
export function answerRisks({ exchanges }: Trace): SecurityNote[] {
  const notes = new Map(exchanges.flatMap(risksOf).map((note) => [note.code, note]));
  return [...notes.values()];
}

function risksOf({ response, url }: Exchange): SecurityNote[] {
  if (response === null) return [];
  const allowed = get(response.headers, "Access-Control-Allow-Origin");
  const credentials = get(response.headers, "Access-Control-Allow-Credentials") === "true";
  if (allowed === "null") {
    const message = `${shortUrl(url)} allows null, which is the origin of every sandboxed frame: any site can make one, and read the answer${credentials ? " as the user" : ""}.`;
    return [{ code: "answer-allows-null", severity: credentials ? "high" : "medium", message }];
  }
  if (allowed === "*") {
    return [...(credentials ? [starWithCredentials] : []), ...openInside(url, response.remoteAddress)];
  }
  const origin = allowed === null ? null : parseOrigin(allowed);
  if (!credentials || origin === null || !url.startsWith("https:") || isPotentiallyTrustworthyOrigin(origin)) return [];
  const message = `${shortUrl(url)} allows ${allowed} with credentials: whoever is on the same network as a user can put a page at that address, and read as the user.`;
  return [{ code: "answer-allows-http", severity: "medium", message }];
}

const starWithCredentials: SecurityNote = {
  code: "answer-allows-star-with-credentials",
  severity: "info",
  message:
    "Access-Control-Allow-Credentials: true beside Access-Control-Allow-Origin: * means nothing: no browser lets a request with credentials through.",
};

function openInside(url: string, address: string | null): SecurityNote[] {
  const space = address === null ? "public" : spaceOf(address);
  if (space === "public") return [];
  const where = space === "loopback" ? "on this machine" : "in this network";
  const message = `${shortUrl(url)} is ${where}, and allows *: any site that is open in a browser ${where} may read it.`;
  return [{ code: "answer-is-open-inside", severity: "low", message }];
}
