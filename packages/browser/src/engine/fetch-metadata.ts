import type { Header } from "concors/protocol";
import { isPotentiallyTrustworthyOrigin, isSameOrigin } from "concors/protocol";
import { currentOrigin } from "./fetch-request.ts";
import type { FetchState } from "./fetch-state.ts";

/**
 * Appends `Sec-Fetch-Dest`, `Sec-Fetch-Mode` and `Sec-Fetch-Site`, which only trustworthy URLs get.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
 */
export function fetchMetadataHeaders(state: FetchState, headerList: Header[]): void {
  const { request } = state;
  if (!isPotentiallyTrustworthyOrigin(currentOrigin(request))) return;
  headerList.push(["Sec-Fetch-Dest", "empty"], ["Sec-Fetch-Mode", request.mode], ["Sec-Fetch-Site", fetchSite(state)]);
}

function fetchSite({ agent, request }: FetchState): "same-origin" | "same-site" | "cross-site" {
  const { origin } = request.client;
  let site: "same-origin" | "same-site" = "same-origin";
  for (const urlOrigin of request.originList) {
    if (isSameOrigin(urlOrigin, origin)) continue;
    if (!agent.isSameSite(urlOrigin, origin)) return "cross-site";
    site = "same-site";
  }
  return site;
}
