import type { IncomingMessage } from "node:http";
import type { Cors, Decision } from "concors";

/** What the policy says of a request; at once, unless somebody has to be asked about its origin. */
export function decide(cors: Cors, request: IncomingMessage): Decision | Promise<Decision> {
  return cors.isAsync ? cors.decideAsync(request) : cors.decide(request);
}
