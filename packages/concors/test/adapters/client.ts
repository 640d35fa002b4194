import { request as requestHttp1 } from "node:http";
import { connect } from "node:http2";
import type { IncomingHttpHeaders } from "node:http2";

export type Protocol = "HTTP/1.1" | "HTTP/2";

export interface Ask {
  readonly method?: string;
  readonly path: string;
  /** As lines: a name may come twice. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Whether the answer counts as soon as its headers are there; else its body is awaited. */
  readonly headersOnly?: boolean;
}

export interface Answer {
  readonly status: number;
  /** As lines, with names in lower case. */
  readonly headerList: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Sends a request as it is written, and returns what came back, line by line. */
export function ask(protocol: Protocol, port: number, asked: Ask): Promise<Answer> {
  return protocol === "HTTP/2" ? askHttp2(port, asked) : askHttp1(port, asked);
}

function askHttp1(port: number, { method = "GET", path, headers = [], headersOnly = false }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const own = [
      ["Host", `127.0.0.1:${port}`],
      ["Connection", "close"],
      ...(method === "PUT" ? [["Content-Length", "0"]] : []),
    ];
    const lines = [...own, ...headers].flat();
    const request = requestHttp1({ host: "127.0.0.1", port, method, path, headers: lines, agent: false });
    request.on("error", reject);
    request.on("response", (response) => {
      const { statusCode: status = 0, rawHeaders } = response;
      const headerList = pairsOf(rawHeaders).map(([name, value]) => [name.toLowerCase(), value] as const);
      const finish = (body: string): void => {
        resolve({ status, headerList, body });
        request.destroy();
      };
      if (headersOnly) finish("");
      else read(response).then(finish, reject);
    });
    request.end();
  });
}

function askHttp2(port: number, { method = "GET", path, headers = [], headersOnly = false }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`);
    session.on("error", reject);
    const stream = session.request({ ":method": method, ":path": path, ...combined(headers) });
    stream.on("error", reject);
    stream.on("response", ({ ":status": status = 0, ...fields }) => {
      const finish = (body: string): void => {
        resolve({ status, headerList: linesOf(fields), body });
        session.destroy();
      };
      if (headersOnly) finish("");
      else read(stream).then(finish, reject);
    });
    stream.end();
  });
}

async function read(body: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const chunk of body) text += String(chunk);
  return text;
}

function pairsOf(rawHeaders: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) pairs.push([rawHeaders[index]!, rawHeaders[index + 1]!]);
  return pairs;
}

function combined(headers: readonly (readonly [string, string])[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of headers) (fields[name.toLowerCase()] ??= []).push(value);
  return fields;
}

function linesOf(fields: IncomingHttpHeaders): (readonly [string, string])[] {
  return Object.entries(fields).flatMap(([name, value]) => [value ?? []].flat().map((line) => [name, line] as const));
}
