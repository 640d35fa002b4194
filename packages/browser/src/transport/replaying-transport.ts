import type { NetworkAnswer, NetworkRequest, Transport } from "../engine/index.ts";
import { discardBody } from "./discard-body.ts";

/**
 * A transport on which each distinct request goes out once: whoever asks the same again gets the same answer, without
 * its body. So several engines can be played, and the server need not know.
 */
export function replayingTransport(transport: Transport): Transport {
  const answers = new Map<string, Promise<NetworkAnswer>>();
  return (request, signal) => {
    const key = keyOf(request);
    let answer = answers.get(key);
    if (answer === undefined) answers.set(key, (answer = transport(request, signal).then(withoutBody)));
    return answer;
  };
}

/** The order of headers is an engine's habit, and means nothing. */
function keyOf({ method, url, headerList, body }: NetworkRequest): string {
  const headers = headerList.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();
  const content = body?.content instanceof Uint8Array ? Buffer.from(body.content).toString("base64") : null;
  return JSON.stringify([method, url.href, headers, content]);
}

/** Bodies are nobody's business here. */
function withoutBody(answer: NetworkAnswer): NetworkAnswer {
  if ("failed" in answer) return answer;
  const { body, ...rest } = answer;
  discardBody(body);
  return rest;
}
