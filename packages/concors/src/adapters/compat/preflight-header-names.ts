import { headerOf } from "../../policy/request.ts";
import type { CorsRequest } from "../../policy/request.ts";
import type { DecisionHeader } from "../../policy/decision.ts";

/** No page asks for as many headers as this has characters. */
const longest = 1024;
const namesAndSeparators = /^[\w!#$%&'*+.^`|~,\t -]+$/;

/** Allows the headers that a preflight asks for, if a browser can have asked for them. */
export function preflightHeaderNames(request: CorsRequest): readonly DecisionHeader[] {
  const names = headerOf(request, "access-control-request-headers");
  if (names === undefined || names.length > longest || !namesAndSeparators.test(names)) return [];
  return [["Access-Control-Allow-Headers", names]];
}
