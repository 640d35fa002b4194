import { httpRedirect, isSameOrigin, locationUrl, originOfUrl } from "concors/protocol";
import { currentOrigin, currentUrl } from "./fetch-request.ts";
import type { FetchState, NetworkError, RecordedExchange } from "./fetch-state.ts";
import { ambiguousLocation, locationValues } from "./redirect-location.ts";
import { failChecked, networkError, serializedRequestOrigin } from "./fetch-state.ts";
import type { NetworkResponse } from "./network.ts";
import { setReferrerPolicyOnRedirect } from "./referrer.ts";

/**
 * HTTP-redirect fetch: changes the request into the one for the next hop. Null: go on; "no-location": this response is
 * the final one.
 *
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function httpRedirectFetch(
  state: FetchState,
  response: NetworkResponse,
  exchange: RecordedExchange,
): NetworkError | "no-location" | null {
  const { agent, request, hop } = state;
  const from = currentUrl(request);
  // 3. Let locationURL be internalResponse’s location URL given request’s current URL’s fragment.
  // 4. If locationURL is null, then return response.
  // 5. If locationURL is failure, then return a network error.
  const value = agent.rules.redirectLocation(locationValues(response.headerList));
  if (value === null) return "no-location";
  const location = value === ambiguousLocation ? "failure" : locationUrl([["Location", value]], from, from.hash);
  if (location === null || location === "failure") {
    const values = locationValues(response.headerList).join(", ");
    return failChecked(exchange, "redirect", networkError("location-invalid", values).failure);
  }
  if (agent.rules.refusesRedirectToUserinfo && (location.username !== "" || location.password !== "")) {
    return failChecked(exchange, "redirect", networkError("redirect-url-includes-credentials", location.host).failure);
  }

  // NB: Steps 6 to 13 are the protocol's.
  const outcome = httpRedirect(
    {
      method: request.method,
      headerList: request.headerList,
      mode: request.mode,
      responseTainting: request.responseTainting,
      origin: request.client.origin,
      currentUrl: from,
      redirectCount: request.redirectCount,
      hasBody: request.body !== null,
      bodySourceIsNull: request.body !== null && !request.body.hasSource,
    },
    response.status,
    location,
  );
  if (!outcome.ok) return failChecked(exchange, "redirect", outcome);
  exchange.checks.push({ name: "redirect", failure: null });

  const locationOrigin = originOfUrl(location);
  const isCrossOrigin = !isSameOrigin(locationOrigin, currentOrigin(request));
  hop.redirect = {
    headerList: response.headerList,
    responseTainting: request.responseTainting,
    serializedOrigin: serializedRequestOrigin(state),
    isCrossOrigin,
    bodyDropped: outcome.bodyDropped,
  };
  const method = agent.rules.redirectMethod(request.method, response.status, isCrossOrigin, outcome.method);
  if (method === "GET" && request.method !== "GET") request.body = null;
  request.method = method;
  request.headerList = [...agent.rules.redirectHeaderList(hop, outcome.headerList)];
  request.redirectCount++;
  // 18. Append locationURL to request’s URL list.
  request.urlList.push(location);
  request.originList.push(locationOrigin);
  // 19. Invoke set request’s referrer policy on redirect on request and internalResponse.
  setReferrerPolicyOnRedirect(request, response.headerList);
  return null;
}
