import type { Decision } from "concors";
import type { HeaderList } from "concors/protocol";
import { corsResponseHeaders } from "../plan/create-plan.ts";
import type { Case } from "./case.ts";
import type { RawResponse } from "./exchange.ts";
import { upstreamHeader } from "./upstream.ts";

/** What is wrong with an answer, whatever a page can tell: a cache can, or the application, or the next change. */
export function* hygieneOf(response: RawResponse, decision: Decision, { path, method }: Case): Generator<string> {
  const { headerList, status } = response;
  for (const name of corsResponseHeaders) {
    const count = linesOf(headerList, name).length;
    if (count > 1) yield `${count} lines of ${name}`;
    if (count > 0 && !decision.allowed) yield `${name} for an origin that may not read`;
  }
  if (decision.kind === "preflight") {
    if (status !== decision.status) yield `a preflight is answered with ${status} instead of ${decision.status}`;
    if (linesOf(headerList, upstreamHeader).length > 0) yield "a preflight reaches the application";
    const [age] = linesOf(headerList, maxAge);
    const [, wanted] = decision.headers.find(([name]) => name === maxAge) ?? [];
    if (age !== wanted) yield `a preflight may be remembered for ${age ?? "no"} seconds instead of ${wanted ?? "no"}`;
    if (linesOf(headerList, "Access-Control-Expose-Headers").length > 0) yield "headers are exposed on a preflight";
  } else {
    for (const name of preflightOnly)
      if (linesOf(headerList, name).length > 0) yield `${name} on an answer to no preflight`;
    if (
      method === "OPTIONS" &&
      !/\/(?:down|private|broken)$/.test(path) &&
      linesOf(headerList, upstreamHeader).length === 0
    )
      yield "OPTIONS that is no preflight does not reach the application";
  }
  const vary = linesOf(headerList, "Vary").flatMap((value) => value.toLowerCase().split(/[\t ]*,[\t ]*/));
  for (const name of decision.vary)
    if (!vary.includes(name.toLowerCase()) && !vary.includes("*")) yield `no Vary: ${name}`;
  if (decision.kind !== "preflight" && path.includes("/own-vary") && !vary.includes("accept-encoding"))
    yield "the application's Vary is lost";
  if (!decision.vary.includes("Origin") && vary.includes("origin") && !path.endsWith("/own-vary-twice"))
    yield "Vary: Origin where nothing depends on the origin";
}

const maxAge = "Access-Control-Max-Age";
const preflightOnly = ["Access-Control-Allow-Methods", "Access-Control-Allow-Headers", maxAge];

function linesOf(headerList: HeaderList, name: string): readonly string[] {
  return headerList.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}
