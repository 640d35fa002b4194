import type { IncomingMessage, RequestOptions } from "node:http";
import { Agent, request as requestHttp } from "node:http";
import { Agent as SecureAgent, request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { AuditAnswer, AuditFailure, AuditRequest, AuditSend } from "@concors/explain/audit";
import type { Header } from "concors/protocol";
import { normalizeHeaderValue } from "concors/protocol";
import { PrivateAddressError, publicLookup, refusePrivateHost, spaceOf } from "./address-guard.ts";
import type { Pace } from "./pace.ts";

export interface SenderOptions {
  /** Milliseconds for a whole request, from the connection to the last byte that is read. */
  readonly timeout: number;
  /** Whether addresses are asked that are not public. */
  readonly allowsPrivate: boolean;
  /** Whether any certificate will do. */
  readonly insecure: boolean;
  readonly resolve: readonly { readonly host: string; readonly port: number; readonly address: string }[];
  readonly pace: Pace;
}

/** An answer with all of its body. */
interface WholeAnswer {
  readonly status: number;
  readonly headerList: readonly Header[];
  readonly bytes: Buffer;
}

/** Sends requests, and holds connections. */
export interface Sender {
  readonly send: AuditSend;
  /** Gets a document, as whole as a sitemap may be. */
  readonly fetchWhole: (url: URL) => Promise<WholeAnswer | AuditFailure>;
  readonly close: () => void;
}

/** More of a body is not read: it is only to be told from another. */
const mostBytes = 64 * 1024;
/** A sitemap is read to its end; it has none behind this. */
const mostSitemapBytes = 52_428_800;
/** Milliseconds. */
const mostIdle = 5000;
/** All header lines of an answer together. */
const mostHeaderBytes = 64 * 1024;

/** Sends by HTTP/1.1, follows no redirect, and reads no more than it needs, for no longer than it may. */
export function httpSender(options: SenderOptions): Sender {
  // A fleet has many hosts: a connection that nobody uses is not held for long.
  const kept = { keepAlive: true, maxFreeSockets: 8, timeout: mostIdle };
  const agents = {
    "http:": new Agent(kept),
    "https:": new SecureAgent({ ...kept, rejectUnauthorized: !options.insecure }),
  };
  const ask = async (request: AuditRequest, most: number): Promise<Answered | AuditFailure> => {
    const { host, hostname, protocol } = request.url;
    try {
      if (!options.allowsPrivate && resolvedAddress(request.url, options) === undefined) refusePrivateHost(hostname);
      await options.pace(host);
      return await exchange(request, agents[protocol as "http:" | "https:"], options, most);
    } catch (error) {
      return failureOf(error, request.url);
    }
  };
  return {
    send: async (request) => {
      const answer = await ask(request, mostBytes);
      return "failed" in answer ? answer : answerOf(answer);
    },
    fetchWhole: (url) => ask({ kind: "actual", method: "GET", url, headerList: [["Accept", "*/*"]] }, mostSitemapBytes),
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  };
}

type Answered = WholeAnswer & { readonly remoteAddress: string | undefined };

function resolvedAddress(url: URL, { resolve }: SenderOptions): string | undefined {
  const port = Number(url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port);
  return resolve.find((entry) => entry.host === url.hostname && entry.port === port)?.address;
}

function exchange(request: AuditRequest, agent: Agent, options: SenderOptions, most: number): Promise<Answered> {
  const send = request.url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = send(requestOptions(request, agent, options), (message) => {
      const { remoteAddress } = message.socket;
      const { statusCode: status = 0, rawHeaders } = message;
      readStart(message, most)
        .then((bytes) => resolve({ status, headerList: headerListOf(rawHeaders), bytes, remoteAddress }), reject)
        .finally(() => clearTimeout(timer));
    });
    const timer = setTimeout(() => {
      reject(new TimeoutError(options.timeout));
      sent.destroy();
    }, options.timeout);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    sent.on("error", fail);
    sent.on("upgrade", (_, socket) => {
      fail(new Error("it changes to another protocol"));
      socket.destroy();
    });
    sent.end();
  });
}

function requestOptions(request: AuditRequest, agent: Agent, options: SenderOptions): RequestOptions {
  const { headerList, method, url } = request;
  const address = resolvedAddress(url, options);
  const isNamed = headerList.some(([name]) => name.toLowerCase() === "host");
  const headers = [...(isNamed ? [] : [["Host", url.host] as const]), ...headerList, ...ownHeaders];
  const lookup = address === undefined ? (options.allowsPrivate ? undefined : publicLookup) : fixedLookup(address);
  return {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    method,
    agent,
    // Lines in their order, each under its own name.
    headers: headers.flat(),
    maxHeaderSize: mostHeaderBytes,
    ...(lookup !== undefined && { lookup }),
  };
}

const ownHeaders: readonly Header[] = [
  ["User-Agent", "Mozilla/5.0 (compatible; Concors)"],
  ["Accept-Language", "en"],
];

function fixedLookup(address: string): LookupFunction {
  const family = address.includes(":") ? 6 : 4;
  return (_, { all }, callback) => {
    if (all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

/** Reads the beginning of a body, and lets go of the rest, and of the connection with it. */
async function readStart(message: IncomingMessage, most: number): Promise<Buffer> {
  // A stream of events has no end, and is silent for as long as nothing happens.
  if (/^text\/event-stream\b/i.test(message.headers["content-type"] ?? "")) {
    message.destroy();
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

function headerListOf(rawHeaders: readonly string[]): Header[] {
  const headerList: Header[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headerList.push([rawHeaders[at]!, normalizeHeaderValue(rawHeaders[at + 1]!)]);
  return headerList;
}

function answerOf({ bytes, headerList, remoteAddress, status }: Answered): AuditAnswer {
  const body = bytes.toString("latin1");
  return { status, headerList, body, ...(remoteAddress !== undefined && { addressSpace: spaceOf(remoteAddress) }) };
}

class TimeoutError extends Error {
  override readonly name: string = "TimeoutError";

  constructor(milliseconds: number) {
    super(`did not answer within ${milliseconds / 1000} s`);
  }
}

/** What an error of the network means, in one sentence. */
export function failureOf(error: unknown, { host }: URL): AuditFailure {
  if (error instanceof PrivateAddressError) return { failed: "not-sent", message: error.message };
  if (error instanceof TimeoutError) return { failed: "timed-out", message: `${host} ${error.message}.` };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    ENOTFOUND: `The address of ${host} could not be found.`,
    EAI_AGAIN: `The address of ${host} could not be found.`,
    ECONNREFUSED: `${host} refuses connections.`,
    ECONNRESET: `${host} closed the connection before its answer was complete.`,
    HPE_HEADER_OVERFLOW: `${host} sends more than ${mostHeaderBytes / 1024} KiB of headers.`,
  };
  if (certificateCode.test(code))
    return { failed: "tls", message: `The certificate of ${host} is not valid (${code}); --insecure accepts any.` };
  if (code === "EPROTO" || code.startsWith("ERR_SSL_"))
    return { failed: "tls", message: `No secure connection to ${host} could be made; is it http?` };
  const message = error instanceof Error ? error.message.split("\n")[0]!.slice(0, 200) : "it could not be sent";
  return { failed: "network-failed", message: known[code] ?? `The request to ${host} failed: ${message}.` };
}

/** @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateCode =
  /^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERROR_IN_CERT|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_)/;
