import type { HeaderList } from "concors/protocol";
import { isSameSite } from "concors/protocol";
import { originOfUrl } from "concors/protocol";
import type { CookieContext, CookieStore } from "./cookies.ts";
import { currentUrl } from "./fetch-request.ts";
import type { FetchState } from "./fetch-state.ts";

/**
 * Whether a request carries credentials, by the standard: `includeCredentials` of HTTP-network-or-cache fetch.
 *
 * @see https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
 */
export function includesCredentials({ agent, request, hop }: FetchState): boolean {
  const standard =
    request.credentialsMode === "include" ||
    (request.credentialsMode === "same-origin" && request.responseTainting === "basic");
  return agent.rules.includesCredentials(request, hop, standard);
}

/** The value of the `Cookie` header; "" for none. */
export function cookieHeader(state: FetchState): string {
  const jar = usableJar(state);
  return jar === null ? "" : jar.store.get(currentUrl(state.request), jar.context);
}

/** Stores what a response sets. */
export function storeCookies(state: FetchState, headerList: HeaderList): void {
  let jar: ReturnType<typeof usableJar> | undefined;
  for (const [name, value] of headerList) {
    if (name.length !== 10 || name.toLowerCase() !== "set-cookie") continue;
    jar ??= usableJar(state);
    if (jar === null) return;
    jar.store.set(currentUrl(state.request), value, jar.context);
  }
}

function usableJar(state: FetchState): { store: CookieStore; context: CookieContext } | null {
  const { agent, request } = state;
  if (agent.cookies === null || !includesCredentials(state)) return null;
  const { cookies } = agent.rules;
  const pageOrigin = originOfUrl(request.client.url);
  const thirdPartyTo = (origin: (typeof request.originList)[number]): boolean =>
    !isSameSite(origin, pageOrigin, agent.registrableDomain);
  const opaquePage = request.client.origin.kind === "opaque" && !cookies.opaqueOriginIsFirstParty;
  const isThirdParty = opaquePage || thirdPartyTo(request.originList.at(-1)!);
  // NB: No browser looks at the sites a redirect went through, though the cookie draft once asked them to.
  const sameSite = !isThirdParty;
  if (isThirdParty && cookies.thirdParty === "block") return null;
  const partition = isThirdParty && cookies.thirdParty === "partition" ? partitionOf(request.client) : "";
  return { store: agent.cookies, context: { sameSite, method: request.method, partition } };
}

function partitionOf(client: FetchState["request"]["client"]): string {
  return client.origin.kind === "opaque" ? `opaque ${client.networkPartitionKey}` : client.networkPartitionKey;
}
