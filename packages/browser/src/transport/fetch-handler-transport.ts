import type { BodyContent } from "../body-content.ts";
import type { Header, NetworkRequest, Transport } from "../engine/index.ts";
import { memoryTransport } from "./memory-transport.ts";

/**
 * A transport over an app's handler: a function from the platform's Request to its Response, as Hono, h3, workers and
 * others have. So a browser can test an app that listens nowhere.
 */
export function fetchHandlerTransport(
  handler: (request: globalThis.Request) => globalThis.Response | Promise<globalThis.Response>,
): Transport {
  return memoryTransport(async (sent) => {
    const { status, statusText, headers, body } = await handler(platformRequest(sent));
    return { status, statusText, headerList: [...headers] as Header[], body: body as AsyncIterable<Uint8Array> | null };
  });
}

/** NB: Node's Request, unlike a page's, forbids no header: the handler sees `Origin` and `Cookie` as a server does. */
function platformRequest({ method, url, headerList, body }: NetworkRequest): globalThis.Request {
  const headers = headerList.map(([name, value]): [string, string] => [name, value]);
  if (body === null) return new globalThis.Request(url, { method, headers });
  return new globalThis.Request(url, { method, headers, duplex: "half", body: body.content as BodyContent });
}
