import type { CredentialsCauseCode } from "../cause-code.ts";
import type { Message } from "../message.ts";
import { corsCheckStep } from "../spec-step.ts";
import { answerWords, foundValue } from "../words.ts";

const client =
  'If the request needs no cookies, leave `credentials: "include"` (in XMLHttpRequest and axios `withCredentials`) out.';

export const credentialsMessages: Record<CredentialsCauseCode, Message> = {
  "CORS-C01": {
    title: "A wildcard for a request with credentials",
    summary: (evidence) =>
      `The request includes credentials, and for those Access-Control-Allow-Origin: * in ${answerWords(evidence)} does not count: the server has to name ${evidence.origin}.`,
    wanted: ({ origin }) => `must be ${origin}: credentials are included`,
    step: corsCheckStep.equal,
    about:
      "`*` means everyone, and nobody's cookies. A request that may carry cookies needs the page's origin by name, and `Access-Control-Allow-Credentials: true` beside it.",
    server:
      "Answer with the page's origin, from a list, with `Access-Control-Allow-Credentials: true` and `Vary: Origin`. Never answer with whatever origin asks: then every site acts as your user.",
    client,
  },
  "CORS-C02": {
    title: "Access-Control-Allow-Credentials is not true",
    summary: (evidence) =>
      evidence.failure.actual === null
        ? `The request includes credentials, and ${answerWords(evidence)} has no Access-Control-Allow-Credentials: true.`
        : `The request includes credentials, and Access-Control-Allow-Credentials in ${answerWords(evidence)} is ${foundValue(evidence)}, where only true, in lower case and once, counts.`,
    wanted: () => "must be true",
    step: corsCheckStep.credentials,
    about:
      "The header has to be exactly `true`, on the preflight's answer and on the request's. `True`, `1`, or the header sent twice do not count.",
    server: "Send `Access-Control-Allow-Credentials: true` with both answers, to origins that you list.",
    client,
  },
};
