import { Readable } from "node:stream";
import type { PageOptions, Transport } from "@concors/browser";
import type { Destination, Facts, FetchDirective } from "@concors/explain";
import { blockingDirective, redactUrl, sandboxes, upgradesInsecureRequests } from "@concors/explain";
import { get, isOkStatus } from "concors/protocol";
import { UsageError } from "../usage-error.ts";
import type { CheckInput } from "./check-input.ts";
import { metaPolicies } from "./meta-policies.ts";
import { secureUrl } from "./play-in.ts";

/**
 * The input with what the page's own answer says, if the page is to be asked, and with the URL that its policy makes of
 * the one in its code.
 *
 * @throws UsageError if the page does not answer
 */
export async function withPagePolicy(input: CheckInput, transport: Transport): Promise<CheckInput> {
  const { address } = input.page;
  const loaded = withSandbox(address === null ? input : await withAnswerOf(address, input, transport));
  const policy = pagePolicy(loaded);
  const isUpgraded = policy !== null && upgradesInsecureRequests(policy) && loaded.url.protocol === "http:";
  return isUpgraded ? { ...loaded, url: secureUrl(loaded.url) } : loaded;
}

/** A page whose policy puts it into a sandbox has no origin. */
function withSandbox(input: CheckInput): CheckInput {
  const policy = pagePolicy(input);
  return policy !== null && sandboxes(policy) ? { ...input, page: { ...input.page, sandboxed: true } } : input;
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
  const own = metaPolicies(await readStart(answer.body));
  const policies = [...(input.page.policies ?? []), ...values.map(([, value]) => value), ...own];
  return { ...input, page: { ...input.page, policies } };
}

/** How much of a page is read, in bytes: its head comes first. */
const limit = 256 * 1024;

/** The beginning of a body, whatever becomes of the rest. */
async function readStart(body: unknown): Promise<string> {
  if (!(body instanceof Readable)) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= limit) break;
    }
  } catch {
    // What came before it broke off counts.
  }
  return Buffer.concat(chunks).toString("utf8");
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
