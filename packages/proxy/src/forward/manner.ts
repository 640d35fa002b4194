import type { IncomingMessage, ServerResponse } from "node:http";
import { requestHeaders } from "../headers/request-headers.ts";
import type { RequestHeaderRules } from "../headers/request-headers.ts";
import { locationHeaders, responseHeaders } from "../headers/response-headers.ts";
import type { RawHeaders } from "../headers/raw-headers.ts";
import type { ProblemCode } from "../problem.ts";
import { writeProblem } from "./answer-writer.ts";
import { methodAfter } from "./next-hop.ts";
import type { Hop } from "./next-hop.ts";

/** The way an answer came. */
interface Route {
  /** The URL that was asked for. */
  readonly requested: string;
  /** The URL that answered. */
  readonly final: string;
  /** For each redirect that was followed, its status and where it led. */
  readonly redirects: readonly string[];
}

/**
 * How requests, answers and problems are written. It is all that differs between this proxy and one that takes the place
 * of another; what may be reached is no matter of manners.
 */
export interface Manner {
  /** Header lines for the target, `Host` and what is about the body's length aside. */
  readonly requestHeaders: (request: IncomingMessage) => string[];
  /** Header lines for the client, names in lower case. */
  readonly answerHeaders: (status: number, headers: RawHeaders, route: Route) => string[];
  /** Whether a redirect is followed. If it is not, it is passed on with the headers that `answerHeaders` makes. */
  readonly follows: (hop: Hop, status: number, location: string, redirects: number) => boolean;
  /** The method with which a redirect is followed. */
  readonly methodAfter: (hop: Hop, status: number) => string;
  /** @param headers to be sent with it */
  readonly writeProblem: (
    response: ServerResponse,
    code: ProblemCode,
    headers: Readonly<Record<string, string>>,
    error: Error | undefined,
  ) => void;
}

/** This proxy's own. */
export function safeManner(rules: RequestHeaderRules): Manner {
  return {
    requestHeaders: (request) => requestHeaders(request.rawHeaders, rules),
    answerHeaders: (status, headers, { requested, final, redirects }) =>
      locationHeaders(requested, final, redirects, responseHeaders(status, headers, rules.pseudonym)),
    // Where it leads is judged; a client that followed by itself would be led past that.
    follows: () => true,
    methodAfter,
    writeProblem: (response, code, headers) => writeProblem(response, code, { headers }),
  };
}
