import type { PageOptions, Transport } from "@concors/browser";
import type { Destination, Facts, FetchDirective } from "@concors/explain";
import { blockingDirective, redactUrl, upgradesInsecureRequests } from "@concors/explain";
import { get, isOkStatus } from "concors/protocol";
import { UsageError } from "../usage-error.ts";
import type { CheckInput } from "./check-input.ts";
import { secureUrl } from "./play-in.ts";

/**
 * The input with what the page's own answer says, if the page is to be asked, and with the URL that its policy makes of
 * the one in its code.
 *
 * @throws UsageError if the page does not answer
 */
export async function withPagePolicy(input: CheckInput, transport: Transport): Promise<CheckInput> {
  const { address } = input.page;
  const loaded = address === null ? input : await withAnswerOf(address, input, transport);
  const policy = pagePolicy(loaded);
  const isUpgraded = policy !== null && upgradesInsecureRequests(policy) && loaded.url.protocol === "http:";
  return isUpgraded ? { ...loaded, url: secureUrl(loaded.url) } : loaded;
}

async function withAnswerOf(address: URL, input: CheckInput, transport: Transport): Promise<CheckInput> {
  const answer = await transport(
    { kind: "actual", method: "GET", url: address, headerList: [["Accept", "text/html"]], body: null },
    null,
  );
  if ("failed" in answer) throw new UsageError(`--page ${redactUrl(address.href)}: ${answer.message}`);
  if (!isOkStatus(answer.status)) {
    const location = get(answer.headerList, "Location");
    const where = location === null ? "" : `, to ${redactUrl(location)}: give that one`;
    throw new UsageError(`--page ${redactUrl(address.href)}: it is answered ${answer.status}${where}.`);
  }
  const values = answer.headerList.filter(([name]) => name.toLowerCase() === "content-security-policy");
  const policies = [...(input.page.policies ?? []), ...values.map(([, value]) => value)];
  return { ...input, page: { ...input.page, policies } };
}

/** The page's policy, and the directive that is about this request; null if it is not known. */
export function pagePolicy({ destination, page }: CheckInput): NonNullable<Facts["policy"]> | null {
  if (page.policies === null) return null;
  const origin = page.sandboxed ? "null" : page.url.origin;
  return { values: page.policies, origin, directive: directiveOf(destination) };
}

/** The directive that is about what is fetched so. */
export function directiveOf(destination: Destination): FetchDirective {
  return directives[destination];
}

const directives: Readonly<Record<Destination, FetchDirective>> = {
  beacon: "connect-src",
  canvas: "img-src",
  eventsource: "connect-src",
  fetch: "connect-src",
  font: "font-src",
  img: "img-src",
  module: "script-src-elem",
  script: "script-src-elem",
  style: "style-src-elem",
  worker: "worker-src",
  xhr: "connect-src",
};

/** A page with its policy, as a browser opens it. */
export function policyOptions(input: CheckInput): PageOptions {
  const policy = pagePolicy(input);
  if (policy === null) return {};
  const { directive } = policy;
  return {
    isBlockedByPolicy: (url, redirectCount) => blockingDirective(policy, directive, url, redirectCount) !== null,
  };
}
