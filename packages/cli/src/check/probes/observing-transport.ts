import type { NetworkAnswer, Transport } from "@concors/browser";
import type { BodyFact, CertificateProblem } from "@concors/explain";
import { certificateProblem } from "./certificate-problem.ts";
import { readBody } from "./read-body.ts";

/** What was seen of the answers beside what the engines look at. */
export interface Observed {
  /** What is wrong with the certificate of an origin. */
  readonly certificates: ReadonlyMap<string, CertificateProblem>;
  /** What came of reading each body, by "METHOD URL". */
  readonly bodies: ReadonlyMap<string, Promise<BodyFact | null>>;
}

/** A transport that reads every body, and keeps what an error says about a certificate. */
export function observingTransport(transport: Transport): {
  readonly transport: Transport;
  readonly observed: Observed;
} {
  const certificates = new Map<string, CertificateProblem>();
  const bodies = new Map<string, Promise<BodyFact | null>>();
  return {
    observed: { certificates, bodies },
    transport: async (request, signal) => {
      const answer = await transport(request, signal);
      if (!("failed" in answer)) bodies.set(`${request.method} ${request.url.href}`, readBody(answer.body));
      const problem = "failed" in answer ? certificateProblem(answer.cause) : null;
      if (problem !== null) certificates.set(request.url.origin, problem);
      return withoutBody(answer);
    },
  };
}

/** Bodies are nobody else's business here. */
function withoutBody(answer: NetworkAnswer): NetworkAnswer {
  if ("failed" in answer) return answer;
  const { body: _body, ...rest } = answer;
  return rest;
}
