import type { NetworkRequest, NetworkResponse, Transport } from "@concors/browser";
import { get } from "concors/protocol";

/**
 * A transport that answers for a host as Chromium does to itself when it knows that the host is to be asked by https: with
 * a redirect that allows everyone, and that no server sent.
 *
 * @see https://github.com/whatwg/fetch/issues/324
 */
export function hstsTransport(transport: Transport, host: string): Transport {
  return (request, signal) =>
    request.url.protocol === "http:" && request.url.host === host
      ? Promise.resolve(internalRedirect(request))
      : transport(request, signal);
}

function internalRedirect({ headerList, url }: NetworkRequest): NetworkResponse {
  return {
    status: 307,
    statusText: "Internal Redirect",
    headerList: [
      ["Location", url.href.replace(/^http:/, "https:")],
      ["Non-Authoritative-Reason", "HSTS"],
      ["Access-Control-Allow-Origin", get(headerList, "Origin") ?? "*"],
      ["Access-Control-Allow-Credentials", "true"],
    ],
  };
}
