import type { Transport } from "@concors/browser";
import type { CheckInput } from "./check-input.ts";

/**
 * A transport that sends the cookies which the user gave, where a browser sends its own: with the request itself, to the
 * origin that they are of. Engines that keep the cookies of other sites apart would have them in a jar that is not here.
 */
export function cookieTransport(
  transport: Transport,
  { cookies, url }: Pick<CheckInput, "cookies" | "url">,
): Transport {
  if (cookies === null) return transport;
  return (request, signal) =>
    request.kind === "actual" && request.url.origin === url.origin
      ? transport({ ...request, headerList: [...request.headerList, ["Cookie", cookies]] }, signal)
      : transport(request, signal);
}
