import type { IncomingMessage } from "node:http";
import type { Manner } from "../forward/manner.ts";
import { locationHeaders, passedHeaders } from "../headers/response-headers.ts";
import { firstValue, linesOf, recordOf } from "../headers/raw-headers.ts";
import { parseRedirect, parseTarget } from "../target/parse-target.ts";
import type { Target } from "../target/target.ts";
import { isEncrypted } from "./target-headers.ts";
import { answerProblem, readable } from "./text-answer.ts";

/**
 * How one request is passed on and answered, as cors-anywhere does it.
 *
 * @param headers for the target
 */
export function compatManner(request: IncomingMessage, headers: string[], maxRedirects: number): Manner {
  return {
    requestHeaders: () => headers,
    answerHeaders(status, raw, { requested, final, redirects }) {
      const location = status >= 300 && status < 400 ? firstValue(raw, "location") : undefined;
      const passed = {
        ...recordOf(passedHeaders(status, raw)),
        ...(location !== undefined && { location: throughHere(request, location, final) }),
        "x-final-url": final,
        ...recordOf(locationHeaders(requested, final, redirects)),
      };
      const all = readable(passed);
      const ofTarget = all["content-security-policy"] ?? [];
      return linesOf({
        ...all,
        "content-security-policy": [ofTarget, "sandbox"].flat(),
        "x-content-type-options": "nosniff",
      });
    },
    // With 307 and 308 the body would have to be sent again: it is for the client to do that.
    follows: (hop, status, location, redirects) =>
      status <= 303 && redirects < maxRedirects && location !== "" && parseRedirect(location, hop.target).ok,
    methodAfter: ({ method }) => (method === "HEAD" ? method : "GET"),
    writeProblem: (response, code) => answerProblem(request, response, code),
  };
}

/** Where a redirect leads, through this proxy; as it is, if it leads to no URL that is fetched. */
function throughHere(request: IncomingMessage, location: string, final: string): string {
  // NB: It would lead to where it comes from.
  if (location === "") return location;
  const from = parseTarget(`/${final}`);
  const to = from.ok ? parseRedirect(location, from.target) : from;
  return to.ok ? `${baseOf(request)}/${hrefOf(to.target, location)}` : location;
}

/** A page that is led to a part of another page should see that part. */
function hrefOf({ href }: Target, location: string): string {
  return `${href}${/#.*$/.exec(location)?.[0] ?? ""}`;
}

function baseOf({ socket, headers }: IncomingMessage): string {
  const isSecure = isEncrypted(socket) || /^\s*https/.test(String(headers["x-forwarded-proto"] ?? ""));
  return `${isSecure ? "https" : "http"}://${headers.host ?? ""}`;
}
