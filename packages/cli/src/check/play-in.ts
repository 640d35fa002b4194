import type { EngineName, PageOptions, Trace, Transport } from "@concors/browser";
import { Browser } from "@concors/browser";
import type { CheckInput } from "./check-input.ts";
import { hstsTransport } from "./hsts-transport.ts";
import { initiatorOf } from "./initiator.ts";

/** Plays the request in one engine. */
export async function playIn(
  engine: EngineName,
  input: CheckInput,
  transport: Transport,
  options: PageOptions,
): Promise<Trace> {
  const { strictTransportSecurity, url } = input;
  // A redirect within Chromium; the standard, and others, change the URL before the request is one to another origin.
  const isUpgraded = strictTransportSecurity !== null && url.protocol === "http:";
  const upgrading = isUpgraded && engine === "chromium" ? hstsTransport(transport, url.host) : transport;
  const asked = isUpgraded && engine !== "chromium" ? secureUrl(url) : url;

  const browser = new Browser({ engine, transport: upgrading, headers: sharedHeaders });
  const { embedderPolicy, sandboxed, url: pageUrl } = input.page;
  const page = browser.open(pageUrl, { ...options, embedderPolicy, sandboxed });
  const { body, credentials, keepalive, method, mode, redirect } = input;
  const headers = input.headers.map(([name, value]): [string, string] => [name, value]);
  const { trace } = await page.trace(
    asked,
    { body, credentials, headers, keepalive, method, mode, redirect },
    initiatorOf(input.destination),
  );
  return trace;
}

/** The same for every engine, so that the server answers all of them alike. */
const sharedHeaders = [
  ["User-Agent", "Mozilla/5.0 (compatible; Concors)"],
  ["Accept-Language", "en"],
] as const;

/** The same by https: the default port becomes the other default, any other stays. */
export function secureUrl(url: URL): URL {
  const secure = new URL(url);
  secure.protocol = "https:";
  return secure;
}
