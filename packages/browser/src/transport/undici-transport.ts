import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { Agent, EnvHttpProxyAgent } from "undici";
import type { BodyContent } from "../body-content.ts";
import { checkedChunk, isBlob } from "../body-content.ts";
import type { Header, NetworkAnswer, NetworkRequest, RequestBody, Transport } from "../engine/index.ts";
import { contains, get, isNullBodyStatus, isRedirectStatus, normalizeHeaderValue } from "concors/protocol";
import { acceptEncoding, decodedBody } from "./content-decoding.ts";
import type { ConnectionOptions } from "./connector.ts";
import { createConnector, tlsOptions } from "./connector.ts";
import { networkFailure } from "./network-failure.ts";

export interface UndiciTransportOptions extends ConnectionOptions {
  /** An environment with `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in either case; no proxy is used if left out. */
  readonly proxy?: Readonly<Record<string, string | undefined>>;
}

/** A transport that holds connections. */
export type UndiciTransport = Transport & {
  /** Ends what is under way and closes all connections. */
  close(): Promise<void>;
};

/** The limit of what a browser reads as one response's headers, in bytes. */
const maxHeaderSize = 256 * 1024;

/**
 * Carries requests over sockets by HTTP/1.1: header lines are kept as they come, redirects are not followed, content
 * codings are taken off the body.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): UndiciTransport {
  const remoteAddresses = new Map<string, string>();
  const dispatcher = createDispatcher(options, remoteAddresses);
  const usesProxy = options.proxy !== undefined;

  async function transport(request: NetworkRequest, signal: AbortSignal | null): Promise<NetworkAnswer> {
    const { url, method } = request;
    const { origin } = url;
    try {
      const response = await dispatcher.request({
        origin,
        path: pathOf(url),
        method,
        headers: usesProxy ? headerRecord(request) : headerLines(request),
        body: request.body === null ? null : sendableBody(request.body),
        signal,
        responseHeaders: "raw",
      });
      const { statusCode: status, statusText, body } = response;
      const headerList = headerListOf(response.headers as unknown as readonly string[]);
      const remoteAddress = remoteAddresses.get(origin);
      return {
        status,
        statusText,
        headerList,
        body: isRead(method, status, headerList) ? withoutCodings(body, headerList) : body,
        ...(remoteAddress === undefined ? undefined : { remoteAddress }),
      };
    } catch (error) {
      if (signal?.aborted === true) return { failed: "aborted", message: "The fetch was aborted." };
      return networkFailure(error, url.href);
    }
  }
  return Object.assign(transport, { close: () => dispatcher.destroy() });
}

function createDispatcher(options: UndiciTransportOptions, remoteAddresses: Map<string, string>): Dispatcher {
  const { timeout, proxy } = options;
  const shared = {
    connect: createConnector(options, remoteAddresses),
    maxHeaderSize,
    ...(timeout === undefined ? {} : { headersTimeout: timeout, bodyTimeout: timeout }),
  };
  if (proxy === undefined) return new Agent(shared);
  const tls = tlsOptions(options);
  return new EnvHttpProxyAgent({
    ...shared,
    // "": undici would look into the process's own environment for what is undefined.
    httpProxy: proxy["http_proxy"] ?? proxy["HTTP_PROXY"] ?? "",
    httpsProxy: proxy["https_proxy"] ?? proxy["HTTPS_PROXY"] ?? "",
    noProxy: proxy["no_proxy"] ?? proxy["NO_PROXY"] ?? "",
    requestTls: tls,
    proxyTls: tls,
    // A tunnel is for https; few proxies open one to port 80.
    proxyTunnel: false,
  });
}

/** From the path on, without the fragment. By the URL's text: its parts cannot tell "/?" from "/". */
function pathOf(url: URL): string {
  const { href, protocol } = url;
  const start = href.indexOf("/", protocol.length + 2);
  const fragment = href.indexOf("#", start);
  return fragment === -1 ? href.slice(start) : href.slice(start, fragment);
}

function headerLines({ headerList, url }: NetworkRequest): string[] {
  const lines: string[] = [];
  let hasAcceptEncoding = false;
  for (const [name, value] of headerList) {
    lines.push(name, value);
    if (name.length === 15 && name.toLowerCase() === "accept-encoding") hasAcceptEncoding = true;
  }
  if (!hasAcceptEncoding) lines.push("Accept-Encoding", acceptEncoding(url));
  return lines;
}

/** The same by name: the only form in which undici's proxies keep lines of one name apart. */
function headerRecord(request: NetworkRequest): Record<string, string | string[]> {
  const lines = headerLines(request);
  const record: Record<string, string | string[]> = {};
  for (let at = 0; at < lines.length; at += 2) {
    const [name, value] = [lines[at]!, lines[at + 1]!];
    const before = record[name];
    record[name] = before === undefined ? value : [before, value].flat();
  }
  return record;
}

/** NB: undici leaves the white space after a value, which belongs to the line and not to the value (RFC 9110, 5.5). */
function headerListOf(lines: readonly string[]): Header[] {
  const headerList: Header[] = [];
  for (let at = 0; at < lines.length; at += 2) headerList.push([lines[at]!, normalizeHeaderValue(lines[at + 1]!)]);
  return headerList;
}

function sendableBody({ content }: RequestBody): Uint8Array | Readable {
  const body = content as BodyContent;
  if (body instanceof Uint8Array) return body;
  // By way of a stream for a Blob too: undici would add its type, which a page may have been refused.
  return Readable.from(chunksOf(isBlob(body) ? body.stream() : body), { objectMode: false });
}

async function* chunksOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, undefined> {
  for await (const chunk of stream) yield checkedChunk(chunk);
}

/** Whether anyone may read the body: a decoder costs something, and a redirect's is not read. */
function isRead(method: string, status: number, headerList: readonly Header[]): boolean {
  if (method === "HEAD" || isNullBodyStatus(status)) return false;
  return !isRedirectStatus(status) || !contains(headerList, "Location");
}

function withoutCodings(body: Readable, headerList: readonly Header[]): Readable {
  const contentEncoding = get(headerList, "Content-Encoding");
  return contentEncoding === null ? body : decodedBody(body, contentEncoding);
}
