import type { NetworkAnswer, NetworkRequest, NetworkResponse, Transport } from "@concors/browser";
import { get } from "concors/protocol";

/**
 * A transport that changes nothing on a server: it sends preflights, GET, HEAD and OPTIONS. What another method would
 * have been answered is worked out from what these are, and marked as inferred.
 */
export function cautiousTransport(transport: Transport): Transport {
  return (request, signal) =>
    isSafe(request)
      ? transport(request, signal)
      : infer(request, (method) => transport(insteadOf(request, method), signal));
}

function isSafe({ kind, method }: NetworkRequest): boolean {
  return kind === "preflight" || method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** The same request by a method without a body. */
function insteadOf(request: NetworkRequest, method: string): NetworkRequest {
  const headerList = request.headerList.filter(
    ([name]) => !/^content-(?:type|length|encoding|language|location)$/i.test(name),
  );
  return { ...request, method, headerList, body: null };
}

/**
 * Servers send the same CORS headers whatever the method, if they know the path at all; so GET is asked, and if there is
 * none, OPTIONS.
 */
async function infer(request: NetworkRequest, ask: (method: string) => Promise<NetworkAnswer>): Promise<NetworkAnswer> {
  const got = await ask("GET");
  if ("failed" in got || isAllowing(got) || !isMethodUnknown(got)) return inferred(got, "GET");
  const options = await ask("OPTIONS");
  if (!("failed" in options) && isAllowing(options)) return inferred(options, "OPTIONS");
  const message = `It cannot be told: what GET is answered, ${got.status} without Access-Control-Allow-Origin, does not tell.`;
  return { failed: "not-sent", message };
}

function inferred(answer: NetworkAnswer, method: string): NetworkAnswer {
  return "failed" in answer ? answer : { ...answer, inferredFrom: `${method} of the same URL` };
}

function isAllowing({ headerList }: NetworkResponse): boolean {
  return get(headerList, "Access-Control-Allow-Origin") !== null;
}

/** Whether the server has nothing to say to this method, so that its answer says nothing about another. */
function isMethodUnknown({ status }: NetworkResponse): boolean {
  return status === 404 || status === 405 || status === 501;
}
